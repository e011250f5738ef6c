using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>The next root: which keys it has. It counts once a threshold of the old root's keys and one of its own have signed it.</summary>
internal static class RootChange
{
    /// <summary>The same keys, a later expiry.</summary>
    public static TufRoot Renew(TufRoot root, DateTimeOffset now, int days) =>
        root with { Head = TufHead.Of(root.Head.Version + 1, RepositoryFounding.Whole(now.AddDays(days))) };

    /// <summary>Another set of keys for a role.</summary>
    public static TufRoot WithRole(TufRoot root, string role, IReadOnlyList<TufKey> keys, long threshold)
    {
        var roles = new Dictionary<string, TufRole>(root.Roles) { [role] = root.Roles[role] with { KeyIds = [.. keys.Select(key => key.Id)], Threshold = threshold } };
        HashSet<string> used = [.. roles.Values.SelectMany(other => other.KeyIds)];
        return root with
        {
            Roles = roles,
            // Keys that no role has any longer go with the root that had them.
            Keys = root.Keys.Values.Concat(keys).Where(key => used.Contains(key.Id)).DistinctBy(key => key.Id).ToDictionary(key => key.Id),
        };
    }

    /// <summary>The keys of a role, one of them replaced.</summary>
    /// <exception cref="ReleaseException">The role has no key whose id begins so, or several.</exception>
    public static IReadOnlyList<TufKey> Replaced(TufRoot root, string role, string id, TufKey by)
    {
        string[] found = [.. root.Roles[role].KeyIds.Where(key => key.StartsWith(id, StringComparison.Ordinal))];
        return found.Length == 1
            ? [.. root.Roles[role].KeyIds.Select(key => key == found[0] ? by : root.Keys[key])]
            : throw new ReleaseException($"{found.Length} keys of {role} have an id that begins with '{id}'; its keys: {string.Join(", ", root.Roles[role].KeyIds.Select(key => key[..12]))}");
    }

    /// <summary>The cloud's keys for snapshot and timestamp.</summary>
    public static TufRoot WithOnline(TufRoot root, OnlineKeys keys) => WithRole(
        WithRole(root, TufRoleName.Snapshot, [TufKey.Of(keys.Snapshot, "the cloud's snapshot key")], 1),
        TufRoleName.Timestamp,
        [TufKey.Of(keys.Timestamp, "the cloud's timestamp key")],
        1);

    /// <summary>How many signatures a new root has, and needs, of the old root's keys and of its own.</summary>
    public static (int Old, long OldNeeded, int New, long NewNeeded) Count(TufRoot old, byte[] next)
    {
        TufSignedFile file = TufSignedFile.Parse(next, "the new root");
        TufRoot root = TufRoot.Parse(file);
        TufRole before = old.Roles[TufRoleName.Root];
        TufRole after = root.Roles[TufRoleName.Root];
        return (
            TufSignatureCount.ValidSigners(file, before, old.Keys).Count, before.Threshold,
            TufSignatureCount.ValidSigners(file, after, root.Keys).Count, after.Threshold);
    }
}
