using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>The keys that are at hand all the time, and how long what they sign is good for. Owned by whoever made it; not for several threads at once.</summary>
/// <param name="Snapshot">Signs snapshot.</param>
/// <param name="Timestamp">Signs timestamp.</param>
/// <param name="SnapshotLifetime">How long a snapshot is good for.</param>
/// <param name="TimestampLifetime">How long a timestamp is good for.</param>
public sealed record OnlineSigner(TufSigner Snapshot, TufSigner Timestamp, TimeSpan SnapshotLifetime, TimeSpan TimestampLifetime)
{
    /// <summary>The public halves.</summary>
    public OnlineKeys Public => new(Snapshot.Public.Json, Timestamp.Public.Json);

    /// <summary>Whether <paramref name="root"/> trusts these keys alone with their roles.</summary>
    public bool IsNamedBy(TufRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Names(root, TufRoleName.Snapshot, Snapshot) && Names(root, TufRoleName.Timestamp, Timestamp);
    }

    private static bool Names(TufRoot root, string role, TufSigner signer) =>
        root.Roles[role].Threshold == 1 && root.Roles[role].KeyIds.Contains(signer.Public.Id, StringComparer.Ordinal);
}
