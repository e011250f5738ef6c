using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Calibration;

namespace Edge.Tool.Releases;

/// <summary>Brings a repository to a cloud: files first, metadata last, so that nothing is named that is not there.</summary>
internal sealed class ReleasePush(ReleaseFolder folder, ReleaseCloud cloud)
{
    /// <summary>Uploads what the cloud lacks.</summary>
    /// <returns>How many files were uploaded, and what the cloud serves now.</returns>
    /// <exception cref="ReleaseException">The cloud can't be reached, or refuses.</exception>
    public async Task<(int Files, RepositoryState State)> PushAsync(StepReport report, CancellationToken cancellation)
    {
        RepositoryState served = (await cloud.ListAsync(cancellation)).State;
        RepositoryContents current = folder.Current();
        IReadOnlyList<byte[]> roots = folder.Roots();
        if (served.Root > roots.Count)
            throw new ReleaseException($"the cloud has root version {served.Root}; this repository ends at {roots.Count}. It is not the newest copy, or another repository");
        Dictionary<string, ReleaseTarget> targets = ReleaseTargets.All(folder.Targets()).DistinctBy(target => target.Sha256).ToDictionary(target => target.Sha256);
        IReadOnlyList<string> missing = targets.Count == 0 ? [] : await cloud.MissingAsync([.. targets.Keys], cancellation);
        for (int i = 0; i < missing.Count; i++)
        {
            ReleaseTarget target = targets[missing[i]];
            report($"upload ({target.Path}, {ReleaseText.Size(target.SizeBytes)})", i, missing.Count);
            await using FileStream content = new(folder.FileOf(target), FileMode.Open, FileAccess.Read, FileShare.Read, 128 << 10, FileOptions.Asynchronous);
            await cloud.AddFileAsync(target.Sha256, content, cancellation);
        }

        return (missing.Count, await cloud.PublishAsync(new MetadataUpload([.. roots.Skip((int)served.Root)], current.Targets), cancellation));
    }
}
