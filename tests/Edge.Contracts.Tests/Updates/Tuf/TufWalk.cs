using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>The client's way through a repository as far as a test needs it.</summary>
internal static class TufWalk
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TrustedMetadata Start(TufRepository repository, DateTimeOffset? now = null) => new(repository.InitialRoot, now ?? Now);

    /// <summary>All newer roots.</summary>
    public static TrustedMetadata Roots(this TrustedMetadata trusted, TufRepository repository)
    {
        while (repository.Metadata.TryGetValue($"{trusted.Root.Head.Version + 1}.root.json", out byte[]? next))
            trusted.UpdateRoot(next);
        trusted.CompleteRoot();
        return trusted;
    }

    public static TrustedMetadata Timestamp(this TrustedMetadata trusted, TufRepository repository)
    {
        trusted.UpdateTimestamp(repository.Metadata["timestamp.json"]);
        return trusted;
    }

    public static TrustedMetadata Snapshot(this TrustedMetadata trusted, TufRepository repository)
    {
        trusted.UpdateSnapshot(repository.Metadata[$"{trusted.Timestamp!.Snapshot.Version}.snapshot.json"]);
        return trusted;
    }

    public static TrustedMetadata Targets(this TrustedMetadata trusted, TufRepository repository)
    {
        trusted.UpdateTargets(repository.Metadata[$"{trusted.MetaOf("targets").Version}.targets.json"]);
        return trusted;
    }

    public static TrustedMetadata All(this TrustedMetadata trusted, TufRepository repository) =>
        trusted.Roots(repository).Timestamp(repository).Snapshot(repository).Targets(repository);

    public static TufFault Fault(Action action) => Assert.Throws<TufRefusedException>(action).Fault;
}
