using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Edge.Cloud.Fleet;
using Edge.Cloud.Ingest;
using Edge.Cloud.Storage;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Ingest;

public sealed class IngestTests
{
    [Fact]
    public async Task Alert_SentTwice_IsStoredOnceAndAcknowledgedTwice()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        Guid alert = Guid.CreateVersion7(), first = Guid.CreateVersion7(), last = Guid.CreateVersion7();
        byte[] opening = Events.Alert(first, Events.AlertOf(alert));
        await bench.SayAsync(Events.AlertTopic(), opening);
        Assert.Equal([first], await bench.ReceiptAsync());
        Assert.Equal(1, await bench.AskAsync<long>("SELECT COUNT(*) FROM events")); // Committed before it was acknowledged.

        await bench.SayAsync(Events.AlertTopic(), Events.Alert(last, Events.AlertOf(alert, AlertMessagePhase.Ended, seconds: 3)));
        Assert.Equal([last], await bench.ReceiptAsync());
        await bench.SayAsync(Events.AlertTopic(), opening); // The receipt was lost, so the device sends it again, and late.
        Assert.Equal([first], await bench.ReceiptAsync());
        Assert.Equal(2, await bench.AskAsync<long>("SELECT COUNT(*) FROM events"));
        Assert.Equal("ended", await bench.AskAsync<string>("SELECT phase FROM alerts"));
        Assert.Equal(3000, await bench.AskAsync<long>("SELECT duration_ms FROM alerts"));
        Assert.Equal("2026/06/01/yard-1.jpg", await bench.AskAsync<string>("SELECT evidence_id FROM alerts"));
        Assert.Equal(1, bench.Counters.Read().Duplicates);
    }

    [Fact]
    public async Task Event_ThatThisCloudDoesNotUnderstand_IsKeptAndAcknowledged()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        var id = Guid.CreateVersion7();
        JsonObject newer = JsonNode.Parse(Events.Alert(id))!.AsObject();
        newer["type"] = "edge.alert.v9";
        await bench.SayAsync(Events.AlertTopic(), Encoding.UTF8.GetBytes(newer.ToJsonString()));
        Assert.Equal([id], await bench.ReceiptAsync());
        Assert.Equal("unreadable", await bench.AskAsync<string>("SELECT kind FROM events"));
    }

    [Fact]
    public async Task Event_ThatTheDatabaseRefuses_IsSetAsideAlone_AndStopsNobody()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        await bench.AskAsync<object>("CREATE TRIGGER refuse BEFORE INSERT ON alerts WHEN NEW.rule = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var writer = bench.Cloud.Services.GetRequiredService<IngestLoop>();
        HashSet<Guid> ids = [];
        for (int i = 0; i < 9; i++)
        {
            var id = Guid.CreateVersion7();
            ids.Add(id);
            // Handed in together, so that they are one batch.
            writer.Offer(new Delivery(Events.AlertTopic(), Events.Alert(id, Events.AlertOf(Guid.CreateVersion7()) with { Rule = i == 4 ? "bad" : "good" }), () => Task.CompletedTask));
        }

        HashSet<Guid> receipted = [];
        while (receipted.Count < 9)
            receipted.UnionWith(await bench.ReceiptAsync());
        Assert.Equal(ids, receipted);
        Assert.Equal(8, await bench.AskAsync<long>("SELECT COUNT(*) FROM alerts"));
        Assert.Equal("the database refused a value in it", await bench.AskAsync<string>("SELECT fault FROM events WHERE kind = 'unreadable'"));
    }

    [Fact]
    public async Task Messages_OfStrangersAndFromOtherSites_AreNeitherStoredNorAcknowledged()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        TestDevice revoked = await bench.Cloud.EnrolAsync("old-box", Events.Site);
        Assert.True(await bench.Cloud.Services.GetRequiredService<Revocation>().RevokeAsync(revoked.Id, "stolen", "test", CancellationToken.None));
        await Deadline.UntilAsync(() => bench.Cloud.Services.GetRequiredService<DeviceDirectory>().Find("old-box") is { Revoked: true }, "the revocation is known");

        await bench.SayAsync(Events.AlertTopic("stranger"), Events.Alert(Guid.CreateVersion7(), "stranger"));
        await bench.SayAsync(Events.AlertTopic("old-box"), Events.Alert(Guid.CreateVersion7(), "old-box"));
        await bench.SayAsync("edge/v1/office/yard-box/telemetry", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Events.Telemetry(Events.At)).Replace("/home/", "/office/", StringComparison.Ordinal)));
        var good = Guid.CreateVersion7();
        await bench.SayAsync(Events.AlertTopic(), Events.Alert(good));
        Assert.Equal([good], await bench.ReceiptAsync());
        Assert.Equal(1, await bench.AskAsync<long>("SELECT COUNT(*) FROM events"));
        Assert.Equal(0, await bench.AskAsync<long>("SELECT COUNT(*) FROM telemetry"));
        Assert.Equal(3, bench.Counters.Read().UnknownDevices);
    }

    [Fact]
    public async Task TelemetryAndCoverage_AreInTheRegistryAndInHistory()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        await bench.SayAsync("edge/v1/home/yard-box/telemetry", Events.Telemetry(Events.At, p99: 42));
        await bench.UntilAsync("SELECT latency_p99_ms FROM telemetry", 42.0);
        await bench.SayAsync("edge/v1/home/yard-box/telemetry", Events.Telemetry(Events.At.AddSeconds(30), p99: 20));
        await bench.UntilAsync("SELECT latency_p99_ms FROM telemetry", 20.0);
        Assert.Equal(42, await bench.AskAsync<double>("SELECT MAX(latency_p99_ms) FROM telemetry_history"));
        Assert.Equal(2, await bench.AskAsync<long>("SELECT SUM(samples) FROM telemetry_history"));
        await bench.SayAsync("edge/v1/home/yard-box/telemetry", Events.Coverage("yard", 700));
        await bench.SayAsync("edge/v1/home/yard-box/telemetry", Events.Coverage("gate", 650));
        await bench.UntilAsync("SELECT coverage FROM devices WHERE id = 'yard-box'", """{"day":"2026-06-01","cameras":2,"minutesWatched":650}""");
        Device device = (await bench.Cloud.Services.GetRequiredService<DeviceRegistry>().FindAsync("yard-box", CancellationToken.None))!;
        Assert.Equal(20, device.Health!.Value.GetProperty("latencyP99Ms").GetDouble());
        Assert.NotNull(device.LastSeenAt);
    }

    [Fact]
    public async Task States_ThatOvertakeEachOther_LeaveTheNewest()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        static byte[] State(DeviceStatus status, string boot, int minute) => DeviceMessages.Write(new DeviceState(status, "0.1.0", "m", boot, Events.At.AddMinutes(minute)));
        const string topic = "edge/v1/home/yard-box/state";
        await bench.SayAsync(topic, State(DeviceStatus.Online, "b1", 0));
        await bench.UntilAsync("SELECT status FROM devices WHERE id = 'yard-box'", "online");
        await bench.SayAsync(topic, State(DeviceStatus.Offline, "b1", 0)); // A Will has the time of its connection.
        await bench.UntilAsync("SELECT status FROM devices WHERE id = 'yard-box'", "offline");
        await bench.SayAsync(topic, State(DeviceStatus.Online, "b2", 2));
        await bench.UntilAsync("SELECT status FROM devices WHERE id = 'yard-box'", "online");
        await bench.SayAsync(topic, State(DeviceStatus.Offline, "b1", 0)); // The Will of the connection before, late.
        var alert = Guid.CreateVersion7();
        await bench.SayAsync(Events.AlertTopic(), Events.Alert(alert));
        Assert.Equal([alert], await bench.ReceiptAsync());
        Assert.Equal("online", await bench.AskAsync<string>("SELECT status FROM devices WHERE id = 'yard-box'"));
        Assert.Equal(2, await bench.AskAsync<long>("SELECT starts FROM device_states"));
    }

    [Fact]
    public async Task Reports_AreTakenOnlyWithTheDevicesSignature_AndOnlyNewerOnes()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        TestDevice device = await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        using ECDsa foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] Report(long sequence, ECDsa key, string id = Events.Device) => DeviceMessages.Write(new ReportedState(sequence, true, [], "0.1.0", Events.At)
        {
            Signed = SignedDeviceReport.Sign(
                new DeviceReport
                {
                    Site = Events.Site,
                    Device = id,
                    Hardware = "pi5",
                    Serial = "s",
                    AgentVersion = "0.1.0",
                    BootId = "b",
                    Sequence = sequence,
                    At = Events.At,
                    Installed = new Dictionary<ReleaseKind, InstalledRelease>(),
                },
                key),
        });
        const string topic = "edge/v1/home/yard-box/reported";
        const string sequence = "SELECT sequence FROM device_reports WHERE device = 'yard-box'";
        await bench.SayAsync(topic, Report(5, device.Key));
        await bench.UntilAsync(sequence, 5L);
        await bench.SayAsync(topic, Report(6, foreign));
        await bench.SayAsync(topic, Report(7, device.Key, "other"));
        await bench.SayAsync(topic, Report(4, device.Key));
        await bench.SayAsync(topic, DeviceMessages.Write(new ReportedState(9, true, [], "0.1.0", Events.At)));
        await bench.SayAsync(topic, Report(8, device.Key));
        await bench.UntilAsync(sequence, 8L);
        Assert.Equal(3, bench.Counters.Read().Refused);
        Assert.Contains("\"desiredVersion\":8", await bench.AskAsync<string>("SELECT reported FROM devices WHERE id = 'yard-box'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Desired_IsPublishedRetained_AndAgainWhenTheBrokerHasLostIt()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        var desired = bench.Cloud.Services.GetRequiredService<DesiredStates>();
        var database = bench.Cloud.Services.GetRequiredService<IDatabase>();
        await database.WriteAsync((connection, transaction) => desired.ChangeAsync(connection, transaction, Events.Device, json => json["targets"] = new JsonObject { ["model"] = "models/a" }), CancellationToken.None);
        ReceivedMessage heard = await bench.Ear.NextAsync(message => message.Topic.EndsWith("/desired", StringComparison.Ordinal));
        Assert.True(DeviceMessages.TryReadDesired(heard.Payload, out DesiredState? wanted, out _));
        Assert.Equal((1, "models/a"), (wanted.Version, wanted.Targets[ReleaseKind.Model]));
        await bench.UntilAsync("SELECT desired_published FROM devices WHERE id = 'yard-box'", 1L);

        await bench.Broker.RestartAsync(); // It keeps nothing.
        await Deadline.UntilAsync(() => RetainedAsync(bench).GetAwaiter().GetResult() == "models/a", "the broker has it again");
    }

    [Fact]
    public async Task State_SaidWhileNobodyListened_IsReadFromWhatTheBrokerRetained()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        await bench.Cloud.Services.GetRequiredService<IngestConnection>().StopAsync(CancellationToken.None);
        await bench.SayAsync("edge/v1/home/yard-box/state", DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "m", "b", Events.At)), retain: true);
        Assert.Equal("unknown", await bench.AskAsync<string>("SELECT status FROM devices WHERE id = 'yard-box'"));
        bench.Cloud.Services.GetRequiredService<RetainedSweep>().Request();
        await bench.UntilAsync("SELECT status FROM devices WHERE id = 'yard-box'", "online");
    }

    private static async Task<string?> RetainedAsync(IngestBench bench)
    {
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(bench.Broker.Port, "edge/v1/+/+/desired");
        for (int i = 0; i < 20; i++)
        {
            if (subscriber.TryNext(out ReceivedMessage? message))
                return DeviceMessages.TryReadDesired(message!.Payload, out DesiredState? wanted, out _) ? wanted.Targets[ReleaseKind.Model] : null;
            await Task.Delay(5);
        }

        return null;
    }
}
