using Edge.Agent.Updates;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Cloud;

/// <summary>
/// Releases of the cloud that the device is enrolled with. A device that enrolled before its cloud had any release has no root metadata yet: it takes the first
/// one over the verified connection, once, and keeps it; from then on only what that root, and those that it signs, vouch for is believed.
/// </summary>
/// <param name="http">The way to the cloud.</param>
/// <param name="trusted">What the device keeps of verified metadata.</param>
/// <param name="time">The clock.</param>
/// <param name="make">Makes the source, given a first root where one is needed.</param>
internal sealed class CloudReleaseSource(HttpClient http, ITrustedFiles trusted, TimeProvider time, Func<ReadOnlyMemory<byte>?, IReleaseSource> make) : IReleaseSource
{
    private IReleaseSource? _source;

    /// <summary>The root that came with the enrolment; null for none.</summary>
    public byte[]? Enrolled { get; init; }

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        // The enrolment's root is given even to a device that keeps a newer one: it is what is left when a disk has spoilt that.
        _source ??= make(Enrolled ?? (trusted.Read(TufRoleName.Root) is null ? await FirstRootAsync(cancellation).ConfigureAwait(false) : null));
        await _source.RefreshAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) => Source.FindAsync(path, cancellation);

    /// <inheritdoc/>
    public async Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        // After a restart in the middle of a download nobody has refreshed yet.
        if (_source is null)
            await RefreshAsync(cancellation).ConfigureAwait(false);
        await Source.DownloadAsync(target, file, progress, cancellation).ConfigureAwait(false);
    }

    private IReleaseSource Source => _source ?? throw new ReleaseUnavailableException("the metadata was not refreshed since the start");

    private async Task<ReadOnlyMemory<byte>?> FirstRootAsync(CancellationToken cancellation)
    {
        // As bounded as all metadata: in length, and in time for a link that drips.
        MetadataReader reader = new(new HttpRepositoryFiles(http, new Uri("tuf/metadata", UriKind.Relative)), new RetrievalLimits(), time);
        return await reader.ReadAsync("1.root.json", TufLimits.Default.RootBytes, cancellation).ConfigureAwait(false)
            ?? throw new ReleaseUnavailableException("the cloud has no releases yet: it has no 1.root.json");
    }
}
