using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates;

/// <summary>Brings the bytes of one target whose size and hash are known.</summary>
public interface ITargetDownloader
{
    /// <summary>Downloads into <paramref name="file"/>, which afterwards has the target's exact length and hash.</summary>
    /// <param name="files">Where from.</param>
    /// <param name="path">Its path there (with consistent snapshots: the hash before the file's name).</param>
    /// <param name="target">What it must be.</param>
    /// <param name="file">Where it goes.</param>
    /// <param name="progress">Told of the bytes that are there so far; null: nobody.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TufRefusedException">What came isn't the target: too long, too slow, another hash.</exception>
    /// <exception cref="ReleaseUnavailableException">The source can't be reached, or ended early.</exception>
    Task DownloadAsync(IRepositoryFiles files, string path, ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation);
}
