using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Releases;

namespace Edge.Tool.Tests.Releases;

public sealed class ReleaseExportTests : IDisposable
{
    private readonly ReleaseDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Export_ToAStick_IsGoodForTheJourney()
    {
        await _desk.PublishAsync("1", [1, 2, 3]);

        Assert.True((await ExportAsync("stick")).IsSound);

        _desk.Time.Advance(TimeSpan.FromDays(29));
        Assert.True(_desk.Inspect(ReleaseFolder.Open(_desk.At("stick"))).IsSound);
        _desk.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal("expired", Assert.Single(_desk.Inspect(ReleaseFolder.Open(_desk.At("stick"))).Checks, check => check.Passed == false).Fault);
        Assert.False(Directory.Exists(Path.Combine(_desk.At("stick"), "keys")), "keys do not travel");
    }

    [Fact]
    public async Task Export_OfOneRelease_HasItsFilesOnly()
    {
        PublishedRelease first = await _desk.PublishAsync("1", [1, 2, 3]);
        PublishedRelease second = await _desk.PublishAsync("2", [4]);

        Assert.True((await ExportAsync("stick", second.Target.Path)).IsSound);

        ReleaseFolder stick = ReleaseFolder.Open(_desk.At("stick"));
        Assert.True(File.Exists(stick.FileOf(second.Target)));
        Assert.False(File.Exists(stick.FileOf(first.Target)));
    }

    [Fact]
    public async Task Export_AfterAnother_HasAHigherTimestamp()
    {
        await _desk.PublishAsync("1", [1]);
        await ExportAsync("a");
        await ExportAsync("b");

        Assert.True(State("b").Timestamp > State("a").Timestamp);
    }

    [Fact]
    public async Task Export_OverAnotherStick_IsRefused()
    {
        await ExportAsync("stick");

        await Assert.ThrowsAsync<ReleaseException>(() => ExportAsync("stick"));
    }

    [Fact]
    public async Task Verify_OfATamperedStick_SaysWhatIsWrong()
    {
        PublishedRelease release = await _desk.PublishAsync("1", [1, 2, 3]);
        await ExportAsync("stick");
        ReleaseFolder stick = ReleaseFolder.Open(_desk.At("stick"));
        await File.WriteAllBytesAsync(stick.FileOf(release.Target), [1, 2, 4]);

        RepositoryInspection inspection = _desk.Inspect(stick);

        Assert.False(inspection.IsSound);
        Assert.Equal("files", inspection.Checks[^1].Name);
    }

    [Fact]
    public async Task Verify_OfAnotherRepository_IsRefusedByTheDevicesRoot()
    {
        await ExportAsync("stick");
        using var other = new ReleaseDesk();

        RepositoryInspection inspection = _desk.Inspect(ReleaseFolder.Open(_desk.At("stick")), other.Folder.Roots()[0]);

        Assert.False(inspection.IsSound);
        Assert.Equal("thresholdNotMet", inspection.Checks[^1].Fault);
    }

    private RepositoryState State(string stick) => ReleaseFolder.Open(_desk.At(stick)).Current().ReadState();

    private async Task<RepositoryInspection> ExportAsync(string to, params string[] only)
    {
        using SigningKeys keys = _desk.Keys();
        return await new ReleaseExport(_desk.Folder, _desk.Time) { Keys = keys, Days = 30, Only = only }.ExportAsync(_desk.At(to), CancellationToken.None);
    }
}
