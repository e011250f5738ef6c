using System.Text;
using Edge.Testing;
using Edge.Testing.Brokers;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Edge.Agent.Tests.Messaging;

/// <summary>What the agent relies on in the MQTT client, whichever package flavour gives it.</summary>
public sealed class MqttClientTests
{
    [Fact]
    public async Task Publish_AllProperties_ArriveAsSent()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using IMqttClient client = Create();
        var received = new TaskCompletionSource<MqttApplicationMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += e =>
        {
            received.TrySetResult(e.ApplicationMessage);
            return Task.CompletedTask;
        };
        MqttClientConnectResult connected = await client.ConnectAsync(Options(broker).Build());
        MqttClientSubscribeResult granted = await client.SubscribeAsync("a/+", MqttQualityOfServiceLevel.AtLeastOnce);
        MqttClientPublishResult result = await client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic("a/b").WithPayload("grüße").WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithContentType("text/plain").WithResponseTopic("answers/here").WithCorrelationData([1, 0, 255])
            .WithMessageExpiryInterval(600).WithPayloadFormatIndicator(MqttPayloadFormatIndicator.CharacterData)
            .WithUserProperty("k", "v1"u8.ToArray()).WithUserProperty("k", "v2"u8.ToArray()).Build());

        MqttApplicationMessage message = await received.Task.WaitAsync(Deadline.Default);
        Assert.Equal(MqttClientConnectResultCode.Success, connected.ResultCode);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, Assert.Single(granted.Items).ResultCode);
        Assert.True(result.IsSuccess);
        Assert.Equal("a/b", message.Topic);
        Assert.Equal("grüße", Encoding.UTF8.GetString(message.Payload));
        Assert.Equal(MqttQualityOfServiceLevel.AtLeastOnce, message.QualityOfServiceLevel);
        Assert.Equal("text/plain", message.ContentType);
        Assert.Equal("answers/here", message.ResponseTopic);
        Assert.Equal([1, 0, 255], message.CorrelationData);
        Assert.InRange(message.MessageExpiryInterval, 1u, 600u);
        Assert.Equal(MqttPayloadFormatIndicator.CharacterData, message.PayloadFormatIndicator);
        Assert.Equal(["v1", "v2"], message.UserProperties.Select(p => p.ReadValueAsString()));
    }

    [Fact]
    public async Task Publish_Megabyte_ArrivesWhole()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "big");
        using IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).Build());
        byte[] payload = new byte[1 << 20];
        new Random(1).NextBytes(payload);
        await client.PublishAsync(Message("big", payload));
        Assert.Equal(payload, (await subscriber.NextAsync()).Payload);
    }

    [Fact]
    public async Task Publish_QosZero_CompletesAndArrives()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t");
        using IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).Build());
        Assert.True((await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic("t").WithPayload("x").Build())).IsSuccess);
        Assert.Equal("x", (await subscriber.NextAsync()).Text);
    }

    [Fact]
    public async Task Publish_NotAllowed_GivesReasonCode()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { AccessRules = ["topic readwrite allowed/#"] });
        using IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).Build());
        MqttClientPublishResult result = await client.PublishAsync(Message("forbidden", [1]));
        Assert.False(result.IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
    }

    [Fact]
    public async Task Publish_OverPacketLimit_FailsThatPublish()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { MaximumPacketSize = 1000 });
        using IMqttClient client = Create();
        MqttClientConnectResult connected = await client.ConnectAsync(Options(broker).Build());
        Assert.Equal(1000u, connected.MaximumPacketSize);
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.PublishAsync(Message("t", new byte[2000])));
    }

    [Fact]
    public async Task Publish_NotConnected_Throws() =>
        await Assert.ThrowsAsync<MqttClientNotConnectedException>(() => Create().PublishAsync(Message("t", [])));

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("a/#")]
    public async Task Publish_BadTopic_Throws(string topic)
    {
        using IMqttClient client = Create();
        await Assert.ThrowsAsync<MqttProtocolViolationException>(() => client.PublishAsync(new MqttApplicationMessage { Topic = topic }));
    }

    [Fact]
    public async Task Connect_NobodyListens_ThrowsAndRaisesDisconnected()
    {
        using IMqttClient client = Create();
        var raised = new TaskCompletionSource<MqttClientDisconnectedEventArgs>();
        client.DisconnectedAsync += e =>
        {
            raised.TrySetResult(e);
            return Task.CompletedTask;
        };
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", MosquittoBroker.FreePort()).Build();
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.ConnectAsync(options));
        Assert.False((await raised.Task.WaitAsync(Deadline.Default)).ClientWasConnected);
        Assert.False(client.IsConnected);
    }

    [Fact]
    public async Task Connect_UnknownHost_Throws()
    {
        using IMqttClient client = Create();
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("no-such-host.invalid", 1883).Build()));
    }

    [Fact]
    public async Task Connect_ServerThatNeverAnswers_EndsWithToken()
    {
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();
        using IMqttClient client = Create();
        using var source = new CancellationTokenSource();
        Task<MqttClientConnectResult> connecting = client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", ((System.Net.IPEndPoint)mute.LocalEndpoint).Port).Build(), source.Token);
        using (await mute.AcceptSocketAsync())
        {
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => connecting.WaitAsync(Deadline.Default));
        }

        Assert.False(client.IsConnected);
    }

    [Fact]
    public async Task Connect_GarbageFromServer_Throws()
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        using IMqttClient client = Create();
        Task<MqttClientConnectResult> connecting = client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", ((System.Net.IPEndPoint)server.LocalEndpoint).Port).Build());
        using System.Net.Sockets.Socket peer = await server.AcceptSocketAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n" + new string('x', 4096)));
        await Assert.ThrowsAnyAsync<Exception>(() => connecting.WaitAsync(Deadline.Default));
    }

    [Fact]
    public async Task Connect_WrongPassword_IsAResult()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Users = new Dictionary<string, string> { ["edge"] = "right" } });
        using IMqttClient client = Create();
        MqttClientConnectResult wrong = await client.ConnectAsync(Options(broker).WithCredentials("edge", "wrong").Build());
        Assert.True(wrong.ResultCode is MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.BadUserNameOrPassword);
        Assert.False(client.IsConnected);
        MqttClientConnectResult right = await client.ConnectAsync(Options(broker).WithCredentials("edge", "right").Build());
        Assert.Equal(MqttClientConnectResultCode.Success, right.ResultCode);
    }

    [Fact]
    public async Task Broker_Killed_FailsPendingPublishAndRaisesDisconnected()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using IMqttClient client = Create();
        var raised = new TaskCompletionSource<MqttClientDisconnectedEventArgs>();
        client.DisconnectedAsync += e =>
        {
            raised.TrySetResult(e);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(Options(broker).Build());
        await broker.KillAsync();
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.PublishAsync(Message("t", [1])).WaitAsync(Deadline.Default));
        Assert.True((await raised.Task.WaitAsync(Deadline.Default)).ClientWasConnected);
        Assert.False(client.IsConnected);
        await broker.StartAsync();
        Assert.Equal(MqttClientConnectResultCode.Success, (await client.ConnectAsync(Options(broker).Build())).ResultCode);
    }

    [Fact]
    public async Task Will_ClientVanishes_IsPublishedRetained()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "state");
        IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).WithWillTopic("state").WithWillPayload("gone"u8.ToArray()).WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillContentType("text/plain").Build());
        client.Dispose();
        Assert.Equal("gone", (await subscriber.NextAsync()).Text);
        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(broker.Port, "state");
        Assert.True((await late.NextAsync()).Retained);
    }

    /// <summary>
    /// Once, a child process started while the agent was connected inherited the socket: the agent died, the broker saw an open
    /// connection, and said "offline" only when the keep-alive ran out.
    /// </summary>
    [Fact]
    public async Task Will_ClientVanishesWhileAChildLivesOn_IsPublished()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).WithKeepAlivePeriod(TimeSpan.FromHours(1)).WithWillTopic("state").WithWillPayload("gone"u8.ToArray()).Build());
        await using MosquittoSubscriber child = await MosquittoSubscriber.StartAsync(broker.Port, "state");
        client.Dispose();
        Assert.Equal("gone", (await child.NextAsync()).Text);
    }

    [Fact]
    public async Task Disconnect_Clean_KeepsWillQuiet()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "#");
        using IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).WithWillTopic("state").WithWillPayload("gone"u8.ToArray()).Build());
        await client.DisconnectAsync();
        await client.ConnectAsync(Options(broker).Build());
        await client.PublishAsync(Message("after", [1]));
        Assert.Equal("after", (await subscriber.NextAsync()).Topic);
    }

    [Fact]
    public async Task Session_WithExpiry_KeepsMessagesWhileAway()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using IMqttClient client = Create();
        var topics = new List<string>();
        client.ApplicationMessageReceivedAsync += e =>
        {
            lock (topics)
                topics.Add(e.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        MqttClientOptions options = Options(broker).WithClientId("keeper").WithCleanStart(false).WithSessionExpiryInterval(3600).Build();
        await client.ConnectAsync(options);
        await client.SubscribeAsync("while/#", MqttQualityOfServiceLevel.AtLeastOnce);
        await client.DisconnectAsync();
        using (IMqttClient other = Create())
        {
            await other.ConnectAsync(Options(broker).Build());
            for (int i = 0; i < 50; i++)
                await other.PublishAsync(Message($"while/{i}", [1]));
        }

        MqttClientConnectResult again = await client.ConnectAsync(options);
        Assert.True(again.IsSessionPresent);
        await Deadline.UntilAsync(() => Count(topics) == 50, "50 messages of the kept session");
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"while/{i}"), topics);
    }

    [Fact]
    public async Task Handler_CallsTheClient_DoesNotDeadlock()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "out");
        using IMqttClient client = Create();
        client.ApplicationMessageReceivedAsync += async e =>
        {
            await client.PublishAsync(Message("out", [.. e.ApplicationMessage.Payload.First.Span]));
            throw new InvalidOperationException("a handler's own fault");
        };
        await client.ConnectAsync(Options(broker).Build());
        await client.SubscribeAsync("in", MqttQualityOfServiceLevel.AtLeastOnce);
        for (byte i = 0; i < 10; i++)
            await client.PublishAsync(Message("in", [i]));
        for (byte i = 0; i < 10; i++)
            Assert.Equal([i], (await subscriber.NextAsync()).Payload);
    }

    [Fact]
    public async Task Publish_ManyAtOnce_ArriveInOrder()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "n");
        using IMqttClient client = Create();
        await client.ConnectAsync(Options(broker).Build());
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => client.PublishAsync(Message("n", BitConverter.GetBytes(i)))));
        for (int i = 0; i < 500; i++)
            Assert.Equal(i, BitConverter.ToInt32((await subscriber.NextAsync()).Payload));
    }

    private static int Count(List<string> list)
    {
        lock (list)
            return list.Count;
    }

    private static IMqttClient Create() => new MqttClientFactory().CreateMqttClient();

    private static MqttClientOptionsBuilder Options(MosquittoBroker broker) => new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port);

    private static MqttApplicationMessage Message(string topic, byte[] payload) =>
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
}
