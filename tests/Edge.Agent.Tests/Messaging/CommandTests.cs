using System.Text;
using System.Text.Json;
using Edge.Agent.Messaging;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Agent.Tests.Messaging;

public sealed class CommandTests : IAsyncLifetime
{
    private const string Command = "edge/v1/home/porch/command/";
    private readonly TaskCompletionSource<MqttApplicationMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MosquittoBroker _broker = null!;
    private TestMessenger _messenger = null!;
    private IMqttClient _peer = null!;

    public async Task InitializeAsync()
    {
        _broker = await MosquittoBroker.StartAsync();
        _messenger = await TestMessenger.ConnectAsync(_broker, null, new FaultyCommand());
        _peer = await TestPeer.ConnectAsync(_broker);
        _peer.ApplicationMessageReceivedAsync += e =>
        {
            _answer.TrySetResult(e.ApplicationMessage);
            return Task.CompletedTask;
        };
        await _peer.SubscribeAsync("answers/#", MqttQualityOfServiceLevel.AtLeastOnce);
        await _peer.SubscribeAsync("edge/v1/home/porch/response/+", MqttQualityOfServiceLevel.AtLeastOnce);
    }

    public async Task DisposeAsync()
    {
        _peer.Dispose();
        await _messenger.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Ping_WithResponseTopic_AnswersThereWithCorrelationData()
    {
        (MqttApplicationMessage message, JsonElement answer) = await AskAsync("ping", "{\"n\":42}", "answers/me", [0, 1, 255]);
        Assert.Equal("answers/me", message.Topic);
        Assert.Equal([0, 1, 255], message.CorrelationData);
        Assert.Equal("application/json", message.ContentType);
        Assert.True(answer.GetProperty("ok").GetBoolean());
        Assert.Equal(42, answer.GetProperty("result").GetProperty("echo").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Ping_WithoutResponseTopic_AnswersOnItsOwn()
    {
        (MqttApplicationMessage message, _) = await AskAsync("ping", "", null, [7]);
        Assert.Equal("edge/v1/home/porch/response/ping", message.Topic);
        Assert.Equal([7], message.CorrelationData);
    }

    [Fact]
    public async Task Snapshot_OfTheOnlyCamera_NamesWhereThePictureIs()
    {
        await using MosquittoSubscriber pictures = await MosquittoSubscriber.StartAsync(_broker.Port, "edge/v1/home/porch/thumbnails/+");
        (_, JsonElement answer) = await AskAsync("snapshot", "{}", "answers/me");
        Assert.Equal("edge/v1/home/porch/thumbnails/front", answer.GetProperty("result").GetProperty("topic").GetString());
        Assert.Equal([0xFF, 0xD8, 0xFF], (await pictures.NextAsync()).Payload);
    }

    [Theory]
    [InlineData("snapshot", "{\"camera\":\"nowhere\"}", "badArgument")]
    [InlineData("snapshot", "{\"camera\":1}", "badArgument")]
    [InlineData("nonsense", "{}", "unknownCommand")]
    [InlineData("ping", "{", "malformed")]
    [InlineData("ping", "[]", "malformed")]
    [InlineData("faulty", "{}", "failed")]
    public async Task Request_ThatCannotBeDone_GetsAnError(string command, string payload, string code)
    {
        (_, JsonElement answer) = await AskAsync(command, payload, "answers/me", [1]);
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEmpty(answer.GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Request_OfAMegabyte_GetsAnError()
    {
        (MqttApplicationMessage message, JsonElement answer) = await AskAsync("ping", new string('x', 1 << 20), "answers/me", [9]);
        Assert.Equal("tooLarge", answer.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal([9], message.CorrelationData);
    }

    [Fact]
    public async Task Reload_Refused_TellsEveryFault()
    {
        _messenger.Faults = ["line 3: a", "line 9: b"];
        (_, JsonElement answer) = await AskAsync("reload", "", "answers/me");
        Assert.Contains("line 3: a; line 9: b", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whoever may ask for a ping must not make the device speak as the cloud, or to itself.</summary>
    [Theory]
    [InlineData("edge/v1/home/porch/desired")]
    [InlineData("edge/v1/home/porch/command/ping")]
    [InlineData("edge/v1/home/other/alerts/front")]
    [InlineData("$SYS/x")]
    public async Task ResponseTopic_OfSomebodyElse_IsNotUsed(string topic)
    {
        (MqttApplicationMessage message, _) = await AskAsync("ping", "{}", topic);
        Assert.Equal("edge/v1/home/porch/response/ping", message.Topic);
    }

    [Fact]
    public async Task Request_Retained_IsDropped()
    {
        await TestPeer.PublishAsync(_peer, Command + "reload", [], "answers/me", retain: true);
        await Deadline.UntilAsync(() => _messenger.Messenger.Connection.Counters.InboundDropped == 1, "the drop is counted");
        Assert.Equal(0, _messenger.Messenger.Connection.Counters.Commands);
    }

    [Theory]
    [InlineData("""{"version":5,"configuration":{"a":1}}""", 5, true)]
    [InlineData("""{"version":666}""", 666, false)]
    [InlineData("""{"version":"x"}""", null, false)]
    [InlineData("rubbish", null, false)]
    public async Task Desired_Any_IsAnsweredRetainedInReported(string payload, int? version, bool accepted)
    {
        await TestPeer.PublishAsync(_peer, "edge/v1/home/porch/desired", Encoding.UTF8.GetBytes(payload), retain: true);
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(_broker.Port, "edge/v1/home/porch/reported");
        JsonElement reported = JsonSerializer.Deserialize<JsonElement>((await subscriber.NextAsync()).Text);
        Assert.Equal(accepted, reported.GetProperty("accepted").GetBoolean());
        Assert.Equal(version, reported.GetProperty("desiredVersion").ValueKind == JsonValueKind.Null ? null : reported.GetProperty("desiredVersion").GetInt32());
        Assert.Equal(accepted, reported.GetProperty("errors").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Desired_TheSameAgainOnANewConnection_IsNotAppliedTwice()
    {
        byte[] desired = """{"version":5}"""u8.ToArray();
        await TestPeer.PublishAsync(_peer, "edge/v1/home/porch/desired", desired, retain: true);
        await Deadline.UntilAsync(() => Applied() == 1, "applied");
        await TestPeer.PublishAsync(_peer, "edge/v1/home/porch/desired", desired, retain: true);
        await TestPeer.PublishAsync(_peer, "edge/v1/home/porch/desired", """{"version":6}"""u8.ToArray(), retain: true);
        await Deadline.UntilAsync(() => _messenger.Applied.Exists(d => d.Version == 6), "the next applied");
        Assert.Equal(2, Applied());
    }

    /// <summary>After everything that nobody should send, the next honest request is answered.</summary>
    [Fact]
    public async Task Garbage_OnEveryTopic_LeavesTheDeviceAnswering()
    {
        var random = new Random(11);
        string[] topics = ["desired", "receipts", "command/x", "command/ping", "command/é", "command/" + new string('a', 300)];
        for (int i = 0; i < 120; i++)
        {
            byte[] payload = new byte[random.Next(200)];
            random.NextBytes(payload);
            await TestPeer.PublishAsync(_peer, "edge/v1/home/porch/" + topics[i % topics.Length], payload, "void", [1]);
        }

        (_, JsonElement answer) = await AskAsync("ping", "{}", "answers/me");
        Assert.True(answer.GetProperty("ok").GetBoolean());
    }

    private int Applied()
    {
        lock (_messenger.Applied)
            return _messenger.Applied.Count;
    }

    private async Task<(MqttApplicationMessage Message, JsonElement Answer)> AskAsync(string command, string payload, string? responseTopic, byte[]? correlation = null)
    {
        await TestPeer.PublishAsync(_peer, Command + command, Encoding.UTF8.GetBytes(payload), responseTopic, correlation);
        MqttApplicationMessage message = await _answer.Task.WaitAsync(Deadline.Default);
        var answer = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(message.Payload));
        Assert.Equal(command, answer.GetProperty("command").GetString());
        return (message, answer);
    }

    private sealed class FaultyCommand : ICommandHandler
    {
        public string Name => "faulty";

        public Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }
}
