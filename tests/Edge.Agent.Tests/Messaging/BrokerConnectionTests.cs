using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Messaging;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Messaging;

public sealed class BrokerConnectionTests
{
    private const string State = "edge/v1/home/porch/state";

    [Fact]
    public async Task Birth_OnConnecting_IsRetainedOnline()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(broker.Port, State);
        ReceivedMessage birth = await late.NextAsync();
        Assert.True(birth.Retained);
        JsonElement state = JsonSerializer.Deserialize<JsonElement>(birth.Text);
        Assert.Equal("online", state.GetProperty("status").GetString());
        Assert.Equal("0.1.0", state.GetProperty("version").GetString());
        Assert.Equal("m1", state.GetProperty("model").GetString());
        Assert.Equal("boot", state.GetProperty("bootId").GetString());
        Assert.NotEqual(DateTimeOffset.UnixEpoch, state.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Will_AgentVanishes_SaysOffline()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, State);
        Assert.Equal("online", Status(await subscriber.NextAsync()));
        messenger.Vanish();
        Assert.Equal("offline", Status(await subscriber.NextAsync()));
    }

    [Fact]
    public async Task End_Orderly_SaysOfflineRetained()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using (TestMessenger messenger = await TestMessenger.ConnectAsync(broker))
            await messenger.StopAsync();
        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(broker.Port, State);
        Assert.Equal("offline", Status(await late.NextAsync()));
    }

    [Fact]
    public async Task Model_Changed_IsToldAtOnce()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, State);
        await subscriber.NextAsync();
        await messenger.Messenger.Connection.SetModelAsync("m2", CancellationToken.None);
        JsonElement state = JsonSerializer.Deserialize<JsonElement>((await subscriber.NextAsync()).Text);
        Assert.Equal(("online", "m2"), (state.GetProperty("status").GetString(), state.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task Broker_AbsentThenThere_IsFound()
    {
        await using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker));
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Fault.Length > 0, "a fault is told");
        Assert.Contains($"127.0.0.1:{broker.Port}", messenger.Messenger.Connection.Fault, StringComparison.Ordinal);
        Assert.False(messenger.Messenger.Connection.IsConnected);
        await broker.StartAsync();
        await messenger.ConnectedAsync();
        Assert.Equal("", messenger.Messenger.Connection.Fault);
    }

    [Fact]
    public async Task Broker_KilledAndRestartedWithoutItsState_GetsBirthAgain()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        await broker.RestartAsync();
        await messenger.ConnectedAsync(2);
        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(broker.Port, State);
        Assert.Equal("online", Status(await late.NextAsync()));
    }

    [Theory]
    [InlineData("wrong", false)]
    [InlineData("right", true)]
    public async Task Password_FromFile_Decides(string password, bool connects)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Users = new Dictionary<string, string> { ["edge"] = "right" } });
        string file = Path.Combine(broker.Folder, "agent-password");
        await File.WriteAllTextAsync(file, password + "\n");
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Username = "edge", PasswordFile = file });
        await ExpectAsync(messenger, connects, "refused");
        Assert.DoesNotContain(password, messenger.Messenger.Connection.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_FromEnvironment_Works()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Users = new Dictionary<string, string> { ["edge"] = "right" } });
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Username = "edge", Password = new Secret("right") });
        Assert.True(messenger.Messenger.Connection.IsConnected);
    }

    [Fact]
    public async Task PasswordFile_Missing_IsToldByName()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Username = "edge", PasswordFile = "/nowhere/password" });
        await ExpectAsync(messenger, false, "/nowhere/password");
    }

    [Fact]
    public async Task Tls_GoodAuthority_Connects()
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority });
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Tls = new MqttTlsSettings { CaFile = broker.CaFile } });
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t", "--cafile", broker.CaFile);
        messenger.Outbox.Add("front", "t", "over TLS");
        Assert.Equal("over TLS", (await subscriber.NextAsync()).Text);
    }

    [Fact]
    public async Task Tls_WrongAuthority_IsRefused()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority("Stranger");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority });
        string wrong = stranger.WriteCa(broker.Folder, "wrong.pem");
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Tls = new MqttTlsSettings { CaFile = wrong } });
        await ExpectAsync(messenger, false, "Cannot connect");
    }

    [Fact]
    public async Task Tls_SystemAuthorities_RefuseAnUnknownOne()
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority });
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Tls = new MqttTlsSettings() });
        await ExpectAsync(messenger, false, "Cannot connect");
    }

    [Fact]
    public async Task Tls_CertificateOfAnotherHost_IsRefused()
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority, CertificateNames = ["elsewhere.example"] });
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Tls = new MqttTlsSettings { CaFile = broker.CaFile } });
        await ExpectAsync(messenger, false, "Cannot connect");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tls_ClientCertificateRequired_Decides(bool shown)
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority, RequireClientCertificate = true });
        (string certificate, string key) = authority.Issue(broker.Folder, "agent", ["agent"], forClient: true);
        var tls = new MqttTlsSettings { CaFile = broker.CaFile, CertificateFile = shown ? certificate : "", KeyFile = shown ? key : "" };
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Tls = tls });
        await ExpectAsync(messenger, shown, "Cannot connect");
    }

    [Fact]
    public async Task Tls_PlainPort_IsRefused()
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Tls = new MqttTlsSettings { CaFile = authority.WriteCa(broker.Folder) } });
        await ExpectAsync(messenger, false, "Cannot connect");
    }

    [Fact]
    public async Task Latest_ChangedWhileAway_OnlyTheNewestIsPublished()
    {
        await using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { HomeAssistant = new HomeAssistantSettings { Enabled = true } });
        messenger.Messenger.AnnounceToHomeAssistant(new HomeAssistantDevice { Site = "home", Device = "porch", Version = "1", Cameras = [] });
        for (int i = 0; i < 5; i++)
        {
            messenger.Messenger.PublishTelemetry(BitConverter.GetBytes(i));
            messenger.Messenger.Latest.Publish(new OutgoingMessage("latest", BitConverter.GetBytes(i)) { Retain = true });
        }

        await broker.StartAsync();
        await using (MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "latest"))
            Assert.Equal(4, BitConverter.ToInt32((await subscriber.NextAsync()).Payload));
        Assert.Equal(4, messenger.Messenger.Connection.Counters.Dropped); // Telemetry that nobody will ever see.
        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(broker.Port, "homeassistant/#");
        Assert.Equal("homeassistant/device/edge_home_porch/config", (await late.NextAsync()).Topic);
    }

    /// <summary>The device's numbers and each camera's coverage share a topic and are told together: none may push out another.</summary>
    [Fact]
    public async Task Latest_DifferentSubjectsOfOneTopic_AllArrive()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/home/porch/telemetry");
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        for (int i = 0; i < 20; i++)
            messenger.Messenger.PublishTelemetry(BitConverter.GetBytes(i), $"camera-{i}");

        var heard = new SortedSet<int>();
        while (heard.Count < 20)
            heard.Add(BitConverter.ToInt32((await subscriber.NextAsync()).Payload));
        Assert.Equal(0, messenger.Messenger.Connection.Counters.Dropped);
    }

    private static async Task ExpectAsync(TestMessenger messenger, bool connects, string fault)
    {
        if (connects)
        {
            await messenger.ConnectedAsync();
            return;
        }

        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Fault.Length > 0, "a fault is told");
        Assert.Contains(fault, messenger.Messenger.Connection.Fault, StringComparison.Ordinal);
        Assert.Equal(0, messenger.Messenger.Connection.Counters.Connects);
    }

    private static string? Status(ReceivedMessage message) => JsonSerializer.Deserialize<JsonElement>(message.Text).GetProperty("status").GetString();
}
