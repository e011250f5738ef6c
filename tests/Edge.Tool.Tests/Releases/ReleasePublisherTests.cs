using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Releases;

namespace Edge.Tool.Tests.Releases;

public sealed class ReleasePublisherTests : IDisposable
{
    private readonly ReleaseDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Publish_OfAConfiguration_IsWhatADeviceTakes()
    {
        PublishedRelease published = await _desk.PublishAsync("7", "site: a"u8.ToArray(), request => request with
        {
            Hardware = ["pi5"],
            Serials = ["LINE-4"],
            MaximumChangedFraction = 0.02,
            MaximumLatencyMs = 12.5,
        });

        Assert.True(_desk.Inspect().IsSound);
        ReleaseTarget target = Assert.Single(ReleaseTargets.All(_desk.Folder.Targets()));
        Assert.Equal("configurations/edge-7.yaml", target.Path);
        Assert.Equal(published.Target.Sha256, target.Sha256);
        ReleaseDescription description = target.Description!;
        Assert.Equal((ReleaseKind.Configuration, "edge", "7", 1L), (description.Kind, description.Name, description.Version, description.Counter));
        Assert.True(description.IsFor("pi5", "LINE-4"));
        Assert.False(description.IsFor("pi5", "LINE-5"));
        Assert.Equal((0.02, 12.5), (description.Replay!.MaximumChangedFraction, description.MaximumLatencyMs));
    }

    [Fact]
    public async Task Publish_OfALaterVersion_HasAHigherCounterAndATriedDelta()
    {
        byte[] content = Bytes();
        PublishedRelease first = await _desk.PublishAsync("1", content);
        content[50_000] ^= 1;

        PublishedRelease second = await _desk.PublishAsync("2", content);

        Assert.Equal(2, second.Target.Description!.Counter);
        DeltaDescription delta = Assert.Single(second.Target.Description.Deltas);
        Assert.Equal((first.Target.Sha256, DeltaDescription.Vcdiff), (delta.FromSha256, delta.Format));
        ReleaseTarget file = Assert.Single(second.Deltas);
        Assert.True(file.SizeBytes < 1000, $"{file.SizeBytes} bytes for one changed byte");
        Assert.True(File.Exists(_desk.Folder.FileOf(file)));
        Assert.True(_desk.Inspect().IsSound);
    }

    [Fact]
    public async Task Publish_OfSomethingElse_SaysWhyThereIsNoDelta()
    {
        await _desk.PublishAsync("1", Bytes(1));

        PublishedRelease second = await _desk.PublishAsync("2", Bytes(2));

        Assert.Empty(second.Deltas);
        Assert.Contains("edge 1", Assert.Single(second.NoDeltas));
    }

    [Fact]
    public async Task Publish_MakesDeltasOfTheNewestOnly()
    {
        byte[] content = Bytes();
        for (int version = 1; version <= 5; version++)
        {
            content[version] ^= 1;
            await _desk.PublishAsync($"{version}", content);
        }

        content[9] ^= 1;
        PublishedRelease last = await _desk.PublishAsync("6", content, request => request with { Deltas = 2 });

        IReadOnlyList<ReleaseTarget> all = ReleaseTargets.All(_desk.Folder.Targets());
        Assert.Equal(["5", "4"], last.Target.Description!.Deltas.Select(delta => all.Single(target => target.Sha256 == delta.FromSha256).Description!.Version));
    }

    [Fact]
    public async Task Publish_OfAVersionThatExists_IsRefusedAlsoAfterItWasWithdrawn()
    {
        await _desk.PublishAsync("1", [1]);
        await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync("1", [1]));
        await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync("1", [2]));
        using (SigningKeys keys = _desk.Keys())
            new ReleasePublisher(_desk.Folder, keys, _desk.Time).Withdraw("configurations/edge-1.yaml", 180);

        await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync("1", [2]));

        Assert.Equal(2, (await _desk.PublishAsync("2", [2])).Target.Description!.Counter);
    }

    [Fact]
    public async Task Publish_WithoutTheKey_ChangesNothing()
    {
        File.Move(Path.Combine(_desk.KeysFolder, "targets-1.key"), _desk.At("targets-1.key"));

        ReleaseException refused = await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync("1", [1]));

        Assert.Contains("--keys", refused.Message);
        Assert.Empty(ReleaseTargets.All(_desk.Folder.Targets()));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData(".hidden")]
    public async Task Publish_WithAVersionThatIsNoName_IsRefused(string version) =>
        await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync(version, [1]));

    [Fact]
    public async Task Publish_OfAnAgentsFolder_IsTheSameTarWheneverItIsMade()
    {
        string folder = _desk.At("publish");
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        await File.WriteAllTextAsync(Path.Combine(folder, "edge-agent"), "program");
        await File.WriteAllTextAsync(Path.Combine(folder, "models", "a.onnx"), "model");
        PublishRequest Request(string version) => new() { Kind = ReleaseKind.Agent, Source = folder, Version = version };
        using SigningKeys keys = _desk.Keys();
        var publisher = new ReleasePublisher(_desk.Folder, keys, _desk.Time);

        PublishedRelease first = await publisher.PublishAsync(Request("1.0.0"), CancellationToken.None);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "edge-agent"), DateTime.UnixEpoch.AddYears(3));
        PublishedRelease second = await publisher.PublishAsync(Request("1.0.1"), CancellationToken.None);

        Assert.Equal("agents/edge-agent-1.0.0.tar", first.Target.Path);
        Assert.Equal(first.Target.Sha256, second.Target.Sha256);
    }

    [Fact]
    public async Task Publish_OfAFolderWithoutAnAgent_IsRefused()
    {
        Directory.CreateDirectory(_desk.At("empty"));
        using SigningKeys keys = _desk.Keys();

        await Assert.ThrowsAsync<ReleaseException>(() => new ReleasePublisher(_desk.Folder, keys, _desk.Time).PublishAsync(
            new PublishRequest { Kind = ReleaseKind.Agent, Source = _desk.At("empty"), Version = "1" }, CancellationToken.None));
    }

    [Fact]
    public async Task Renew_BeforeTargetsExpire_KeepsThemGood()
    {
        await _desk.PublishAsync("1", [1]);
        _desk.Time.Advance(TimeSpan.FromDays(181));
        Assert.Equal("expired", Assert.Single(_desk.Inspect().Checks, check => check.Passed == false).Fault);

        using SigningKeys keys = _desk.Keys();
        new ReleasePublisher(_desk.Folder, keys, _desk.Time).Renew(180);

        Assert.True(_desk.Inspect().IsSound);
        Assert.Single(ReleaseTargets.All(_desk.Folder.Targets()));
    }

    private static byte[] Bytes(int seed = 1)
    {
        byte[] bytes = new byte[100_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
