using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>The metadata files that a repository serves now. The three others are there, or none of them is.</summary>
/// <param name="Root">The newest root.</param>
/// <param name="Targets">Targets; null before there are any.</param>
/// <param name="Snapshot">Snapshot, which names them.</param>
/// <param name="Timestamp">Timestamp, which names the snapshot.</param>
public sealed record RepositoryContents(byte[] Root, byte[]? Targets = null, byte[]? Snapshot = null, byte[]? Timestamp = null)
{
    /// <summary>What the root says; no signature is checked.</summary>
    public TufRoot ReadRoot() => TufRoot.Parse(TufSignedFile.Parse(Root, "root.json"));

    /// <summary>What targets say; no signature is checked.</summary>
    public TufTargets? ReadTargets() => Targets is null ? null : TufTargets.Parse(TufSignedFile.Parse(Targets, "targets.json"));

    /// <summary>What snapshot says; no signature is checked.</summary>
    public TufSnapshot? ReadSnapshot() => Snapshot is null ? null : TufSnapshot.Parse(TufSignedFile.Parse(Snapshot, "snapshot.json"));

    /// <summary>What timestamp says; no signature is checked.</summary>
    public TufTimestamp? ReadTimestamp() => Timestamp is null ? null : TufTimestamp.Parse(TufSignedFile.Parse(Timestamp, "timestamp.json"));

    /// <summary>Versions and expiries.</summary>
    public RepositoryState ReadState()
    {
        TufHead root = ReadRoot().Head;
        TufHead? targets = ReadTargets()?.Head;
        TufHead? snapshot = ReadSnapshot()?.Head;
        TufHead? timestamp = ReadTimestamp()?.Head;
        return new RepositoryState
        {
            Root = root.Version,
            Targets = targets?.Version ?? 0,
            Snapshot = snapshot?.Version ?? 0,
            Timestamp = timestamp?.Version ?? 0,
            RootExpires = root.Expires,
            TargetsExpires = targets?.Expires,
            SnapshotExpires = snapshot?.Expires,
            TimestampExpires = timestamp?.Expires,
        };
    }
}
