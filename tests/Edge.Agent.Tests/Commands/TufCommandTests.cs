using Edge.Agent.Commands;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Commands;

/// <summary>The interface that the TUF conformance suite calls; the suite itself is run by deploy/tuf-conformance.sh.</summary>
public sealed class TufCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-tuf-command-").FullName;
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly TufServer _server;

    public TufCommandTests() => _server = new TufServer(_repository);

    private string Trusted => Path.Combine(_folder, "trusted");

    private string Downloaded => Path.Combine(_folder, "downloaded");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Trusted);
        Directory.CreateDirectory(Downloaded);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "root.json"), _repository.InitialRoot);
        _repository.AddTarget("dir/a.txt", "a"u8.ToArray());
        _repository.AddTarget("b.txt", "b"u8.ToArray());
        _repository.Publish();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Download_AfterInit_BringsTheTargetsAndAsksOnce()
    {
        Assert.Equal(ExitStatus.Done, await InitAsync());
        Assert.Equal(ExitStatus.Done, await RunAsync("refresh"));
        Assert.Equal(["root.json", "snapshot.json", "targets.json", "timestamp.json"], Directory.GetFiles(Trusted).Select(Path.GetFileName).Order());
        Assert.Equal(ExitStatus.Done, await RunAsync("--target-name", "dir/a.txt", "--target-name", "b.txt", "download"));
        Assert.Equal(ExitStatus.Done, await RunAsync("--target-name", "b.txt", "download"));
        Assert.Equal(["a", "b"], Directory.GetFiles(Downloaded).Order().Reverse().Select(File.ReadAllText).Order());
        Assert.Equal(2, _server.Requests.Count(request => request.Path.StartsWith("targets/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Download_UnknownTarget_FailsAfterRefreshing()
    {
        await InitAsync();
        Assert.Equal(ExitStatus.Failed, await RunAsync("--target-name", "nobody", "download"));
        Assert.True(File.Exists(Path.Combine(Trusted, "targets.json")));
        Assert.Empty(Directory.GetFiles(Downloaded));
    }

    [Fact]
    public async Task Refresh_WithoutInitOrWithoutAnAddress_FailsAndAsksNothing()
    {
        Assert.Equal(ExitStatus.Failed, await RunAsync("refresh"));
        await InitAsync();
        Assert.Equal(ExitStatus.Failed, await TufCommand.Create().Parse(["--metadata-dir", Trusted, "refresh"]).InvokeAsync());
        Assert.Equal(ExitStatus.Failed, await TufCommand.Create().Parse(["--metadata-dir", Trusted, "--metadata-url", "file:///etc", "refresh"]).InvokeAsync());
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Init_RootThatIsNone_FailsAndTrustsNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "root.json"), "{}");
        Assert.Equal(ExitStatus.Failed, await InitAsync());
        Assert.Empty(Directory.GetFiles(Trusted));
    }

    private Task<int> InitAsync() => TufCommand.Create().Parse(["--metadata-dir", Trusted, "init", Path.Combine(_folder, "root.json")]).InvokeAsync();

    private Task<int> RunAsync(params string[] arguments) => TufCommand.Create().Parse(
    [
        "--metadata-url", $"{_server.Address}metadata/", "--metadata-dir", Trusted,
        "--target-base-url", $"{_server.Address}targets", "--target-dir", Downloaded, .. arguments,
    ]).InvokeAsync();
}
