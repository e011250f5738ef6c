using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Contracts.Updates;
using Edge.Testing;
using Edge.Testing.Brokers;
using Edge.Tool.Fleet.Simulation;
using Edge.Tool.Fleet.Simulation.Mqtt;

namespace Edge.Tool.Tests.Fleet.Simulation;

/// <summary>A simulated device against a real broker: to broker and cloud it must be what an agent is.</summary>
public sealed class SimulatedDeviceTests
{
    [Fact]
    public async Task Alert_WithoutReceipt_IsKeptOverTheBrokersEnd_AndForgottenOnTheReceipt()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SimulationParts parts = Parts(broker);
        using var end = new CancellationTokenSource();
        using var device = new SimulatedDevice(Identity(key), parts, seed: 1);
        Task running = device.RunAsync(end.Token);
        Guid id;
        await using (MosquittoSubscriber cloud = await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/+/+/alerts/+"))
        {
            await Deadline.UntilAsync(() => parts.Numbers.Connected == 1, "it is connected");
            device.Raise();
            id = IdOf(await cloud.NextAsync());
        }

        await Deadline.UntilAsync(() => parts.Numbers.AlertsTaken == 1, "the broker has it");
        Assert.Equal(1, device.Pending); // The broker's answer is no receipt.
        await broker.RestartAsync();
        await using MosquittoSubscriber again = await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/+/+/alerts/+");
        Assert.Equal(id, IdOf(await again.NextAsync()));

        await Deadline.UntilAsync(() => parts.Numbers.Connected == 1, "it is connected again");
        await TellUntilAsync(broker, "edge/v1/plant/box/receipts", DeviceMessages.Write(new DeliveryReceipts([id])), () => device.Pending == 0);
        Assert.Equal([id], device.Receipted);
        Assert.Equal(1, parts.Numbers.Receipts.Count);
        Assert.Equal(1, parts.Numbers.LostConnections);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Desired_IsAnsweredWithReportsThatTheDeviceSigned()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SimulationParts parts = Parts(broker);
        using var end = new CancellationTokenSource();
        using var device = new SimulatedDevice(Identity(key), parts, seed: 1);
        await using MosquittoSubscriber cloud = await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/+/+/reported");
        Task running = device.RunAsync(end.Token);
        await Deadline.UntilAsync(() => parts.Numbers.Connected == 1, "it is connected");
        var desired = new DesiredState(3, null) { Targets = new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "models/a.pack" }, Rollout = "r1" };
        parts.RolloutStart = parts.Time.GetTimestamp();
        await TellUntilAsync(broker, "edge/v1/plant/box/desired", DeviceMessages.Write(desired), () => parts.Numbers.DesiredHeard == 1);

        DeviceReport first = Verified(await cloud.NextAsync(), key);
        Assert.Equal((3, UpdateOutcome.Running), (first.DesiredVersion, first.Updates[ReleaseKind.Model].Outcome));
        await Deadline.UntilAsync(() =>
        {
            device.Tick();
            return parts.Numbers.ReportedTaken == 1;
        }, "the broker has the second report");
        DeviceReport second = Verified(await cloud.NextAsync(), key);
        Assert.Equal(("models/a.pack", UpdateOutcome.Committed, "r1"), (second.Installed[ReleaseKind.Model].Target, second.Updates[ReleaseKind.Model].Outcome, second.Rollout));
        Assert.True(second.Sequence > first.Sequence);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Connection_ThatBreaks_HasTheBrokerSayOffline()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SimulationParts parts = Parts(broker);
        await using MosquittoSubscriber cloud = await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/plant/box/state");
        using var end = new CancellationTokenSource();
        using var device = new SimulatedDevice(Identity(key), parts, seed: 1);
        Task running = device.RunAsync(end.Token);
        Assert.Contains("online", (await cloud.NextAsync()).Text, StringComparison.Ordinal);
        await end.CancelAsync();
        await running;
        Assert.Contains("offline", (await cloud.NextAsync()).Text, StringComparison.Ordinal);
    }

    private static SimulationParts Parts(MosquittoBroker broker) =>
        new(new SimulationSettings { InstallTime = TimeSpan.FromSeconds(2), TelemetryEvery = TimeSpan.FromHours(1) }, new BrokerAddress("127.0.0.1", broker.Port), authority: null, TimeProvider.System, _ => { });

    private static DeviceIdentity Identity(ECDsa key) => new("plant", "box", "simulated", "SN-1", key.ExportPkcs8PrivateKeyPem(), "");

    private static Guid IdOf(ReceivedMessage message) => JsonDocument.Parse(message.Payload).RootElement.GetProperty("id").GetGuid();

    private static DeviceReport Verified(ReceivedMessage message, ECDsa key)
    {
        Assert.True(DeviceMessages.TryReadReported(message.Payload, out ReportedState? reported, out string? fault), fault);
        Assert.True(reported.Signed!.TryVerify(ReceiptKey.Of(key), out DeviceReport? report, out fault), fault);
        return report;
    }

    // The device may not have subscribed yet: told until it has heard.
    private static async Task TellUntilAsync(MosquittoBroker broker, string topic, byte[] payload, Func<bool> heard)
    {
        await using MqttConnection teller = await MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, null), new MqttConnect { ClientId = "teller" }, new Deaf(), CancellationToken.None);
        ushort packet = 0;
        await Deadline.UntilAsync(
            () =>
            {
                teller.PublishAsync(topic, payload, ++packet, retain: false, "", CancellationToken.None).GetAwaiter().GetResult();
                return heard();
            },
            Encoding.UTF8.GetString(payload));
    }

    private sealed class Deaf : IMqttReceiver
    {
        public void OnPublish(in MqttPublish message)
        {
        }

        public void OnPublished(ushort packetId, byte reason)
        {
        }

        public void OnSubscribed(ushort packetId, ReadOnlySpan<byte> reasons)
        {
        }
    }
}
