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
/// <param name="make">Makes the source, given a first root where one is needed.</param>
internal sealed class CloudReleaseSource(HttpClient http, ITrustedFiles trusted, Func<ReadOnlyMemory<byte>?, IReleaseSource> make) : IReleaseSource
{
    private const int MaximumRootBytes = 512 * 1024;
    private IReleaseSource? _source;

    /// <summary>The root that came with the enrolment; null for none.</summary>
    public byte[]? Enrolled { get; init; }

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        _source ??= make(trusted.Read(TufRoleName.Root) is not null ? null : Enrolled ?? await FirstRootAsync(cancellation).ConfigureAwait(false));
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

    private IReleaseSource Source => _source ?? throw new InvalidOperationException("refresh the metadata first");

    private async Task<ReadOnlyMemory<byte>?> FirstRootAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("tuf/metadata/1.root.json", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new ReleaseUnavailableException($"the cloud has no releases yet (1.root.json: {(int)answer.StatusCode})");
            await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var root = new byte[MaximumRootBytes + 1];
            int length = await body.ReadAtLeastAsync(root, root.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return length <= MaximumRootBytes ? root.AsMemory(0, length) : throw new ReleaseUnavailableException($"the cloud's 1.root.json has more than {MaximumRootBytes} bytes");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ReleaseUnavailableException($"the cloud's 1.root.json can't be fetched: {e.Message}", e);
        }
    }
}
