using System.CommandLine;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Commands;

/// <summary>
/// <c>edge-agent tuf</c>: the device's TUF client by itself, with the interface of the TUF project's conformance suite. For tests and for looking into
/// a repository by hand; updates of this device don't go through it.
/// </summary>
internal static class TufCommand
{
    private const int MaximumInMemory = 64 << 20;
    private static readonly Option<string> MetadataDir = new("--metadata-dir") { Description = "Folder of the trusted metadata", Recursive = true };
    private static readonly Option<string> MetadataUrl = new("--metadata-url") { Description = "Address of the repository's metadata", Recursive = true };
    private static readonly Option<string[]> TargetName = new("--target-name") { Description = "A target to download; may stand several times", Recursive = true, AllowMultipleArgumentsPerToken = false };
    private static readonly Option<string> TargetBaseUrl = new("--target-base-url") { Description = "Address of the repository's targets", Recursive = true };
    private static readonly Option<string> TargetDir = new("--target-dir") { Description = "Folder that targets are downloaded into", Recursive = true };

    public static Command Create()
    {
        var root = new Argument<string>("root") { Description = "The first trusted root.json" };
        var init = new Command("init", "Trust a root; nothing is fetched") { root };
        init.SetAction(parsed => GuardedAsync(() => Init(Needed(parsed, MetadataDir), parsed.GetRequiredValue(root))));
        var refresh = new Command("refresh", "Bring the trusted metadata up to date");
        refresh.SetAction((parsed, cancellation) => GuardedAsync(async () =>
        {
            using HttpClient http = Http();
            await Client(parsed, http).RefreshAsync(cancellation);
        }));
        var download = new Command("download", "Bring the trusted metadata up to date and download targets");
        download.SetAction((parsed, cancellation) => GuardedAsync(() => DownloadAsync(parsed, cancellation)));
        return new Command("tuf", "The update client by itself, with the interface of the TUF conformance suite")
        {
            MetadataDir, MetadataUrl, TargetName, TargetBaseUrl, TargetDir, init, refresh, download,
        };
    }

    private static Task Init(string folder, string rootFile)
    {
        byte[] root = File.ReadAllBytes(rootFile);
        // Only whether it is a root at all, signed by itself: an error now is better than one at the first update.
        _ = new TrustedMetadata(root, TimeProvider.System.GetUtcNow());
        new TrustedFolder(folder).Write(TufRoleName.Root, root);
        return Task.CompletedTask;
    }

    private static async Task DownloadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using HttpClient http = Http();
        TufClient client = Client(parsed, http);
        HttpRepositoryFiles targets = new(http, Address(parsed, TargetBaseUrl));
        string folder = Needed(parsed, TargetDir);
        await client.RefreshAsync(cancellation);
        foreach (string name in Needed(parsed, TargetName))
        {
            TufTarget target = await client.FindAsync(name, cancellation)
                ?? throw new TufRefusedException(TufFault.UnknownTarget, $"no role describes a target '{name}'");
            await DownloadAsync(targets, target, Path.Combine(folder, Uri.EscapeDataString(name)), cancellation);
        }
    }

    private static async Task DownloadAsync(IRepositoryFiles targets, TufTarget target, string file, CancellationToken cancellation)
    {
        if (target.File.Hashes.TryGetValue(TufHashes.Sha256, out string? sha256))
        {
            var downloader = new BoundedDownloader(new DownloadLimits { Attempts = 1 }, new BandwidthLimit(null, TimeProvider.System), TimeProvider.System);
            await downloader.DownloadAsync(targets, target.DownloadPath, new ReleaseTarget(target.Path, target.File.Length, sha256, null), file, null, cancellation);
            return;
        }

        // Releases always have SHA-256; a repository of others may not.
        long allowed = Math.Min(target.File.Length, MaximumInMemory);
        byte[] content = await new MetadataReader(targets, new RetrievalLimits(), TimeProvider.System).ReadAsync(target.DownloadPath, allowed, cancellation)
            ?? throw new ReleaseUnavailableException($"target '{target.Path}' is not where its metadata says");
        if (content.Length != target.File.Length || !TufHashes.Match(target.File.Hashes, content))
            throw new TufRefusedException(TufFault.WrongHash, $"target '{target.Path}' isn't the one that its metadata names");
        await File.WriteAllBytesAsync(file, content, cancellation);
    }

    private static TufClient Client(ParseResult parsed, HttpClient http) => new(
        new HttpRepositoryFiles(http, Address(parsed, MetadataUrl)), new TrustedFolder(Needed(parsed, MetadataDir)), initialRoot: null, TimeProvider.System);

    private static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(15) });

    private static Uri Address(ParseResult parsed, Option<string> option) =>
        Uri.TryCreate(Needed(parsed, option), UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
            ? address
            : throw new ArgumentException($"{option.Name} is no address; allowed: http://… or https://…");

    private static T Needed<T>(ParseResult parsed, Option<T> option) =>
        parsed.GetValue(option) is { } value and not Array { Length: 0 } ? value : throw new ArgumentException($"{option.Name} is needed here");

    private static async Task<int> GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
            return ExitStatus.Done;
        }
        catch (TufRefusedException e)
        {
            await Console.Error.WriteLineAsync($"{e.Fault}: {e.Message}");
        }
        catch (Exception e) when (e is ReleaseUnavailableException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }

        return ExitStatus.Failed;
    }
}
