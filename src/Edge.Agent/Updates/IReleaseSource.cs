using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates;

/// <summary>Where releases come from: a repository of signed metadata and targets, reached over HTTP or carried in a folder. Not for use by two callers at once.</summary>
public interface IReleaseSource
{
    /// <summary>Brings the trusted metadata up to date. After a failure, what was trusted before still is, and a later call can succeed.</summary>
    /// <exception cref="TufRefusedException">What came is refused, by name.</exception>
    /// <exception cref="ReleaseUnavailableException">The source can't be reached.</exception>
    Task RefreshAsync(CancellationToken cancellation);

    /// <summary>What the trusted metadata says of a target; null when it knows none of that name. Only after <see cref="RefreshAsync"/> succeeded.</summary>
    /// <param name="path">The target's name, as <see cref="ReleaseTarget.Path"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TufRefusedException">The metadata of a delegation is refused, or the target is described unsuitably.</exception>
    /// <exception cref="ReleaseUnavailableException">The metadata was not refreshed, or that of a delegation can't be reached.</exception>
    Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation);

    /// <summary>Downloads a target that <see cref="FindAsync"/> gave into <paramref name="file"/>, which afterwards has its exact length and hash.</summary>
    /// <param name="target">The target.</param>
    /// <param name="file">Where it goes. What an earlier attempt left there or beside it may be carried on with.</param>
    /// <param name="progress">Told of the bytes that are there so far; null: nobody.</param>
    /// <param name="cancellation">Gives up; what is there stays for a later attempt.</param>
    /// <exception cref="TufRefusedException">What came isn't the target.</exception>
    /// <exception cref="ReleaseUnavailableException">The source can't be reached, or ended early.</exception>
    Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation);
}
