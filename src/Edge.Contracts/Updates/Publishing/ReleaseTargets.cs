using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>Targets metadata as releases.</summary>
public static class ReleaseTargets
{
    /// <summary>One target.</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.UnsuitableTarget"/>: no SHA-256, or its description is unsound.</exception>
    public static ReleaseTarget Of(string path, TufTargetFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Hashes.GetValueOrDefault(TufHashes.Sha256) is not { } sha256 || !TargetPaths.IsSha256(sha256))
            throw new TufRefusedException(TufFault.UnsuitableTarget, $"target '{path}' has no SHA-256 of 64 hexadecimal digits");
        return new ReleaseTarget(path, file.Length, sha256, ReleaseDescriptionJson.Read(file.Custom, $"target '{path}'"));
    }

    /// <summary>All targets, deltas too, by path.</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.UnsuitableTarget"/>: one has no SHA-256, or its description is unsound.</exception>
    public static IReadOnlyList<ReleaseTarget> All(TufTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return [.. targets.Targets.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => Of(target.Key, target.Value))];
    }

    /// <summary>The releases among targets, newest counter first within a kind.</summary>
    public static IReadOnlyList<ReleaseTarget> Releases(IEnumerable<ReleaseTarget> targets) =>
        [.. targets.Where(target => target.Description is not null)
            .OrderBy(target => target.Description!.Kind)
            .ThenByDescending(target => target.Description!.Counter)
            .ThenBy(target => target.Path, StringComparer.Ordinal)];
}
