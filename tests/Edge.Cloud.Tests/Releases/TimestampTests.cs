using System.Net.Http.Json;
using Edge.Cloud.Releases;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Cloud.Tests.Releases;

public sealed class TimestampTests
{
    [Fact]
    public async Task Timestamp_OverAMonth_NeverExpires()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using ReleaseApi api = await ReleaseApi.StartAsync(await CloudAsync(time), time);
        await api.PushAsync();
        ReleaseRepository repository = api.Cloud.Services.GetRequiredService<ReleaseRepository>();
        for (int hour = 0; hour < 30 * 24; hour += 6)
        {
            time.JumpWallClock(TimeSpan.FromHours(6));
            await repository.RenewAsync(CancellationToken.None);
            RepositoryState state = (await repository.ListAsync(CancellationToken.None)).State;
            Assert.True(state.TimestampExpires > time.GetUtcNow().AddHours(11));
            Assert.True(state.SnapshotExpires > time.GetUtcNow().AddDays(6));
        }

        // 30 days: a timestamp every half day, not every time somebody looks.
        Assert.InRange((await repository.ListAsync(CancellationToken.None)).State.Timestamp, 60, 62);
    }

    [Fact]
    public async Task Timestamp_OfTwoInstances_IsSignedByOneAtATime()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using ReleaseApi api = await ReleaseApi.StartAsync(await CloudAsync(time), time);
        await api.PushAsync();
        await using TestCloud second = await TestCloud.StartAsync(api.Cloud.Settings, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        ReleaseRepository[] instances = [api.Cloud.Services.GetRequiredService<ReleaseRepository>(), second.Services.GetRequiredService<ReleaseRepository>()];
        for (int round = 1; round <= 5; round++)
        {
            time.JumpWallClock(TimeSpan.FromHours(12));
            bool[] signed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => instances[i % 2].RenewAsync(CancellationToken.None))));
            Assert.Single(signed, true);
        }

        Assert.Equal(6, (await instances[0].ListAsync(CancellationToken.None)).State.Timestamp);
    }

    [Fact]
    public async Task Keys_AfterARestart_AreTheSameAndTheOwnersOnly()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        await using TestCloud second = await TestCloud.StartAsync(api.Cloud.Settings);

        Assert.Equal(
            api.Cloud.Services.GetRequiredService<ReleaseRepository>().OnlineKeys.Timestamp.GetRawText(),
            second.Services.GetRequiredService<ReleaseRepository>().OnlineKeys.Timestamp.GetRawText());
        if (OperatingSystem.IsWindows())
            return;
        foreach (string key in (string[])["snapshot.key", "timestamp.key"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(api.Cloud.Settings.DataPath, "release-keys", key)));
    }

    [Fact]
    public async Task Carry_ForAStick_IsGoodForTheJourneyAndDevicesGoOnAfterwards()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        await api.PushAsync();

        using HttpResponseMessage answer = await api.Admin.PostAsync("/api/v1/releases/carry?days=30", null);
        CarriedMetadata carried = (await answer.Content.ReadFromJsonAsync<CarriedMetadata>())!;

        var device = new TrustedMetadata(carried.Files["1.root.json"], TimeProvider.System.GetUtcNow().AddDays(29));
        device.CompleteRoot();
        device.UpdateTimestamp(carried.Files["timestamp.json"]);
        device.UpdateSnapshot(carried.Files[$"{device.Timestamp!.Snapshot.Version}.snapshot.json"]);
        device.UpdateTargets(carried.Files["1.targets.json"]);
        Assert.True((await api.ListAsync()).State.Timestamp > device.Timestamp.Head.Version);
        using HttpResponseMessage tooLong = await api.Admin.PostAsync("/api/v1/releases/carry?days=1000", null);
        Assert.Equal(400, (int)tooLong.StatusCode);
    }

    private static Task<TestCloud> CloudAsync(TimeProvider time) => TestCloud.StartAsync(builder => builder.Services.Replace(ServiceDescriptor.Singleton(time)));
}
