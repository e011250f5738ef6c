using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>The source of now: the cloud's releases, or for a while a folder that somebody carried. A switch takes effect with the next call.</summary>
internal sealed class SwitchedReleaseSource : IReleaseSource
{
    private volatile IReleaseSource? _current;

    /// <summary>Where releases come from; null: nowhere.</summary>
    public IReleaseSource? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellation) => Require().RefreshAsync(cancellation);

    /// <inheritdoc/>
    public Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) => Require().FindAsync(path, cancellation);

    /// <inheritdoc/>
    public Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation) =>
        Require().DownloadAsync(target, file, progress, cancellation);

    private IReleaseSource Require() =>
        _current ?? throw new ReleaseUnavailableException("this device is enrolled with no cloud, and no folder of releases is at hand (edge-agent update --from)");
}
