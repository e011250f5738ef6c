using Edge.Agent.Cloud;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Cloud;

/// <summary>Where a device's first root comes from: its enrolment, or the cloud, once.</summary>
public sealed class CloudReleaseSourceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-cloud-source-").FullName;
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly TufServer _server;
    private readonly HttpClient _http;
    private readonly TrustedFolder _trusted;

    public CloudReleaseSourceTests()
    {
        _server = new TufServer(_repository);
        _http = new HttpClient { BaseAddress = _server.Address };
        _trusted = new TrustedFolder(Path.Combine(_folder, "metadata"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Refresh_NoRootYet_TakesTheCloudsOnceAndThenOnlyWhatItVouchesFor()
    {
        await Source(null).RefreshAsync(default);
        using TufRepository other = new(TimeProvider.System.GetUtcNow());
        foreach ((string name, byte[] file) in other.Metadata)
            _repository.Metadata[name] = file;
        TufRefusedException refused = await Assert.ThrowsAsync<TufRefusedException>(() => Source(null).RefreshAsync(default));
        Assert.Equal(TufFault.ThresholdNotMet, refused.Fault);
        Assert.Equal(1, _server.Requests.Count(request => request.Path == "metadata/1.root.json"));
    }

    [Fact]
    public async Task Refresh_CloudWithoutReleases_UnavailableAndLaterNot()
    {
        _repository.Metadata.Remove("1.root.json", out byte[]? root);
        CloudReleaseSource source = Source(null);
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.RefreshAsync(default));
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.FindAsync("a", default));
        _repository.Metadata["1.root.json"] = root!;
        await source.RefreshAsync(default);
        Assert.Null(await source.FindAsync("a", default));
    }

    [Fact]
    public async Task Refresh_EnrolledRoot_AsksTheCloudForNoneAndHealsASpoiltDisk()
    {
        await Source(_repository.InitialRoot).RefreshAsync(default);
        _repository.PublishRoot();
        await File.WriteAllTextAsync(Path.Combine(_folder, "metadata", "root.json"), "spoilt");
        await Source(_repository.InitialRoot).RefreshAsync(default);
        Assert.Equal(_repository.Metadata["2.root.json"], _trusted.Read("root"));
        Assert.DoesNotContain(_server.Requests, request => request.Path == "metadata/1.root.json");
    }

    [Fact]
    public async Task Refresh_EndlessFirstRoot_Refused()
    {
        _server.Serving["metadata/1.root.json"] = TufServing.Endless;
        TufRefusedException refused = await Assert.ThrowsAsync<TufRefusedException>(() => Source(null).RefreshAsync(default));
        Assert.Equal(TufFault.EndlessData, refused.Fault);
        Assert.Null(_trusted.Read("root"));
    }

    private CloudReleaseSource Source(byte[]? enrolled) => new(_http, _trusted, TimeProvider.System, root => TufReleaseSource.OverHttp(
        _http,
        new Uri("tuf", UriKind.Relative),
        _trusted,
        root,
        new BoundedDownloader(new DownloadLimits(), new BandwidthLimit(null, TimeProvider.System), TimeProvider.System),
        TimeProvider.System))
    {
        Enrolled = enrolled,
    };
}
