using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Tuf;

/// <summary>Releases from a TUF repository: over HTTP, or in a folder that somebody carried. The device's trusted metadata is the same for both, and so are all checks.</summary>
public sealed class TufReleaseSource : IReleaseSource
{
    /// <summary>Where metadata lies in a repository.</summary>
    public const string MetadataFolder = "metadata";

    /// <summary>Where targets lie in a repository.</summary>
    public const string TargetsFolder = "targets";

    private readonly TufClient _client;
    private readonly IRepositoryFiles _targets;
    private readonly ITargetDownloader _downloader;

    /// <summary>A source.</summary>
    /// <param name="client">Brings metadata up to date.</param>
    /// <param name="targets">The repository's targets.</param>
    /// <param name="downloader">Brings their bytes.</param>
    public TufReleaseSource(TufClient client, IRepositoryFiles targets, ITargetDownloader downloader)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        _targets = targets ?? throw new ArgumentNullException(nameof(targets));
        _downloader = downloader ?? throw new ArgumentNullException(nameof(downloader));
    }

    /// <summary>A repository over HTTP.</summary>
    /// <param name="http">The client; not disposed.</param>
    /// <param name="repository">Address of the folder that has <c>metadata</c> and <c>targets</c>, absolute or relative to the client's own.</param>
    /// <param name="trusted">What the device keeps of verified metadata.</param>
    /// <param name="initialRoot">The root that came with the device, for when it keeps none yet.</param>
    /// <param name="downloader">Brings the bytes of targets.</param>
    /// <param name="time">The clock.</param>
    public static TufReleaseSource OverHttp(
        HttpClient http, Uri repository, ITrustedFiles trusted, ReadOnlyMemory<byte>? initialRoot, ITargetDownloader downloader, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(repository);
        string address = repository.OriginalString.TrimEnd('/');
        HttpRepositoryFiles metadata = new(http, new Uri($"{address}/{MetadataFolder}", UriKind.RelativeOrAbsolute));
        return new TufReleaseSource(
            new TufClient(metadata, trusted, initialRoot, time),
            new HttpRepositoryFiles(http, new Uri($"{address}/{TargetsFolder}", UriKind.RelativeOrAbsolute)),
            downloader);
    }

    /// <summary>A repository in a folder that has <c>metadata</c> and <c>targets</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trusted">What the device keeps of verified metadata.</param>
    /// <param name="initialRoot">The root that came with the device, for when it keeps none yet.</param>
    /// <param name="downloader">Brings the bytes of targets.</param>
    /// <param name="time">The clock.</param>
    public static TufReleaseSource InFolder(
        string folder, ITrustedFiles trusted, ReadOnlyMemory<byte>? initialRoot, ITargetDownloader downloader, TimeProvider time) =>
        new(
            new TufClient(new FolderRepositoryFiles(Path.Combine(folder, MetadataFolder)), trusted, initialRoot, time),
            new FolderRepositoryFiles(Path.Combine(folder, TargetsFolder)),
            downloader);

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellation) => _client.RefreshAsync(cancellation);

    /// <inheritdoc/>
    public async Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) =>
        await SearchAsync(path, cancellation).ConfigureAwait(false) is { } target ? Release(target) : null;

    /// <inheritdoc/>
    public async Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        // What is fetched is what the metadata of now says, not what somebody remembers of earlier metadata.
        TufTarget? found = await SearchAsync(target.Path, cancellation).ConfigureAwait(false);
        if (found is null || Release(found) is not { } current || current.Sha256 != target.Sha256 || current.SizeBytes != target.SizeBytes)
            throw new TufRefusedException(TufFault.UnknownTarget, $"target '{target.Path}' with SHA-256 {target.Sha256} is not, or no longer, in the trusted metadata");
        await _downloader.DownloadAsync(_targets, found.DownloadPath, current, file, progress, cancellation).ConfigureAwait(false);
    }

    private Task<TufTarget?> SearchAsync(string path, CancellationToken cancellation) => _client.IsFresh
        ? _client.FindAsync(path, cancellation)
        : throw new ReleaseUnavailableException("the metadata was not refreshed since the start, or its last refresh failed");

    /// <summary>What the product needs of a target: a name that leads nowhere else, SHA-256, a sound description.</summary>
    private static ReleaseTarget Release(TufTarget target)
    {
        if (target.Path.Length > 500 || target.Path.Split('/').Any(part => part is "" or "." or ".." || part.Any(letter => char.IsControl(letter) || letter == '\\')))
            throw new TufRefusedException(TufFault.UnsuitableTarget, "a target's name is longer than 500 letters, or has an empty part, '.', '..', a backslash or a control character");
        if (target.File.Hashes.GetValueOrDefault(TufHashes.Sha256) is not { Length: 64 } sha256)
            throw new TufRefusedException(TufFault.UnsuitableTarget, $"target '{target.Path}' has no SHA-256");
        return new ReleaseTarget(target.Path, target.File.Length, sha256, ReleaseDescriptionJson.Read(target.File.Custom, $"target '{target.Path}'"));
    }
}
