using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Cloud.Tests.Storage;
using Edge.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet;

public sealed class DeviceRegistryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sqlite_Devices_AreFoundByWhatIsKnownOfThem()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await FoundAsync(cloud);
    }

    [PostgresFact]
    public async Task Postgres_Devices_AreFoundByWhatIsKnownOfThem()
    {
        await using TestCloud cloud = await TestCloud.StartOnPostgresAsync(await postgres.Server.CreateDatabaseAsync());
        await FoundAsync(cloud);
    }

    [Fact]
    public async Task Sqlite_Observations_KeepTheNewestOfEach()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await ObservedAsync(cloud);
    }

    [PostgresFact]
    public async Task Postgres_Observations_KeepTheNewestOfEach()
    {
        await using TestCloud cloud = await TestCloud.StartOnPostgresAsync(await postgres.Server.CreateDatabaseAsync());
        await ObservedAsync(cloud);
    }

    [Fact]
    public async Task Sqlite_Desired_IsPublishedOnceForEachChange()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await DesiredAsync(cloud);
    }

    [PostgresFact]
    public async Task Postgres_Desired_IsPublishedOnceForEachChange()
    {
        await using TestCloud cloud = await TestCloud.StartOnPostgresAsync(await postgres.Server.CreateDatabaseAsync());
        await DesiredAsync(cloud);
    }

    [Fact]
    public async Task Devices_OverTheApi_ComeInPages()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        for (int i = 0; i < 5; i++)
            await cloud.EnrolAsync($"press-{i}");
        HttpClient viewer = await cloud.OperatorAsync(OperatorRole.Viewer);
        List<string> seen = [];
        string after = "";
        do
        {
            JsonElement page = await viewer.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/devices?limit=2&after={after}", UriKind.Relative));
            seen.AddRange(page.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()!));
            after = page.TryGetProperty("next", out JsonElement next) ? next.GetString()! : "";
        }
        while (after.Length > 0);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"press-{i}"), seen);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync(new Uri("/api/v1/devices/press-9", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.GetAsync(new Uri("/api/v1/devices?limit=0", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.GetAsync(new Uri("/api/v1/devices?label=x", UriKind.Relative))).StatusCode);
    }

    private static async Task FoundAsync(TestCloud cloud)
    {
        await cloud.EnrolAsync("press-1");
        await cloud.EnrolAsync("press-2");
        await cloud.EnrolAsync("gate-1", site: "yard");
        await cloud.EnrolAsync("gone-1");
        DeviceRegistry registry = cloud.Services.GetRequiredService<DeviceRegistry>();
        await registry.SetLabelsAsync("press-1", new Dictionary<string, string> { ["line"] = "3", ["ring"] = "first" }, "test", CancellationToken.None);
        await registry.SetLabelsAsync("press-2", new Dictionary<string, string> { ["line"] = "3" }, "test", CancellationToken.None);
        await cloud.Services.GetRequiredService<Revocation>().RevokeAsync("gone-1", "sold", "test", CancellationToken.None);
        await RecordAsync(cloud, new DeviceObservation("gate-1", Noon) { Status = "online" });

        async Task<string> Ids(DeviceFilter filter) => string.Join(' ', (await registry.ListAsync(filter, CancellationToken.None)).Select(device => device.Id));
        Assert.Equal("gate-1 press-1 press-2", await Ids(new DeviceFilter()));
        Assert.Equal("gate-1 gone-1 press-1 press-2", await Ids(new DeviceFilter { IncludeRevoked = true }));
        Assert.Equal("press-1 press-2", await Ids(new DeviceFilter { Site = "plant" }));
        Assert.Equal("press-1 press-2", await Ids(new DeviceFilter { Labels = new Dictionary<string, string> { ["line"] = "3" } }));
        Assert.Equal("press-1", await Ids(new DeviceFilter { Labels = new Dictionary<string, string> { ["line"] = "3", ["ring"] = "first" } }));
        Assert.Equal("gate-1", await Ids(new DeviceFilter { Status = "online" }));
        Assert.Equal("press-2", await Ids(new DeviceFilter { Text = "sn-PRESS-2" }));
        Assert.Equal("press-1", await Ids(new DeviceFilter { After = "gate-1", Limit = 1 }));
        Assert.Equal(["gate-1", "press-1", "press-2"], await registry.SelectAsync(new DeviceFilter { Limit = 1 }, CancellationToken.None));
        Assert.Equal(
            ["plant unknown 2", "yard online 1"],
            (await registry.CountAsync(CancellationToken.None)).Select(count => $"{count.Site} {count.Status} {count.Devices}"));
        Assert.Equal("first", (await registry.FindAsync("press-1", CancellationToken.None))!.Labels["ring"]);
    }

    private static async Task ObservedAsync(TestCloud cloud)
    {
        await cloud.EnrolAsync("press-1");
        await RecordAsync(
            cloud,
            new DeviceObservation("press-1", Noon) { Status = "online", State = """{"status":"online"}""", Health = """{"temperatureC":51}""" },
            new DeviceObservation("nobody", Noon) { Status = "online" });
        await RecordAsync(cloud, new DeviceObservation("press-1", Noon.AddMinutes(1)) { Reported = """{"accepted":true}""" });
        // What arrives late is no news about who is there now.
        await RecordAsync(cloud, new DeviceObservation("press-1", Noon.AddMinutes(-5)) { Status = "offline" });
        Device device = (await cloud.Services.GetRequiredService<DeviceRegistry>().FindAsync("press-1", CancellationToken.None))!;
        Assert.Equal(("online", Noon.AddMinutes(1), Noon.AddMinutes(1)), (device.Status, device.LastSeenAt!.Value, device.ReportedAt!.Value));
        Assert.Equal(51, device.Health!.Value.GetProperty("temperatureC").GetInt32());
        Assert.True(device.Reported!.Value.GetProperty("accepted").GetBoolean());
        Assert.Null(await cloud.Services.GetRequiredService<DeviceRegistry>().FindAsync("nobody", CancellationToken.None));
    }

    private static async Task DesiredAsync(TestCloud cloud)
    {
        await cloud.EnrolAsync("press-1");
        DesiredStates states = cloud.Services.GetRequiredService<DesiredStates>();
        Task<long?> Change(string device, Action<JsonObject> change) =>
            cloud.Services.GetRequiredService<IDatabase>().WriteAsync((connection, transaction) => states.ChangeAsync(connection, transaction, device, change), CancellationToken.None);
        Assert.Equal(1, await Change("press-1", desired => desired["rollout"] = "r1"));
        Assert.Null(await Change("press-1", desired => desired["rollout"] = "r1"));
        Assert.Null(await Change("nobody", desired => desired["rollout"] = "r1"));
        UnpublishedDesired first = Assert.Single(await states.UnpublishedAsync(10, CancellationToken.None));
        Assert.Equal(("press-1", "plant", """{"rollout":"r1","version":1}"""), (first.Device, first.Site, first.Payload));

        // A change that comes while the one before is on its way is not taken for published.
        Assert.Equal(2, await Change("press-1", desired => desired["rollout"] = "r2"));
        await states.MarkPublishedAsync([first], CancellationToken.None);
        UnpublishedDesired second = Assert.Single(await states.UnpublishedAsync(10, CancellationToken.None));
        Assert.Equal(2, second.Version);
        await states.MarkPublishedAsync([second], CancellationToken.None);
        await states.MarkPublishedAsync([first], CancellationToken.None);
        Assert.Empty(await states.UnpublishedAsync(10, CancellationToken.None));
    }

    private static Task RecordAsync(TestCloud cloud, params DeviceObservation[] observations) => cloud.Services.GetRequiredService<IDatabase>().WriteAsync(
        async (connection, transaction) =>
        {
            await DeviceRegistry.RecordAsync(connection, transaction, observations);
            return 0;
        },
        CancellationToken.None);
}
