using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Edge.Testing;
using Edge.Testing.Brokers;
using Edge.Tool.Fleet.Simulation.Mqtt;

namespace Edge.Tool.Tests.Fleet.Simulation.Mqtt;

public sealed class MqttConnectionTests
{
    [Fact]
    public async Task Client_AgainstARealBroker_PublishesSubscribesAndIsAnswered()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t/#");
        var heard = new Heard();
        await using MqttConnection connection = await MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, null), new MqttConnect { ClientId = "c1" }, heard, CancellationToken.None);
        using var end = new CancellationTokenSource();
        Task<string> running = connection.RunAsync(end.Token);

        await connection.SubscribeAsync(1, ["back/+"], end.Token);
        await connection.PublishAsync("t/one", "hello"u8.ToArray(), 2, retain: true, "text/plain", end.Token);
        await connection.PublishAsync("back/x", new byte[20_000], 3, retain: false, "", end.Token); // No Local: it must not come back to us.
        await connection.PublishAsync("nobody", "hears"u8.ToArray(), 4, retain: false, "", end.Token);
        await connection.PingAsync(end.Token);

        ReceivedMessage message = await subscriber.NextAsync();
        Assert.Equal(("t/one", "hello", 1), (message.Topic, message.Text, message.Qos));
        await Deadline.UntilAsync(() => heard.Answers.Count == 3, "three answers");
        Assert.Equal(0, heard.Answers[2]);
        Assert.Equal(0x10, heard.Answers[4]); // No matching subscribers.
        Assert.Equal([1], heard.Subscribed);
        Assert.Empty(heard.Messages);

        await using MqttConnection other = await MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, null), new MqttConnect { ClientId = "c2" }, new Heard(), CancellationToken.None);
        var body = new byte[70_000];
        new Random(1).NextBytes(body);
        await other.PublishAsync("back/large", body, 1, retain: false, "", end.Token);
        await Deadline.UntilAsync(() => heard.Messages.Count == 1, "the large message came");
        Assert.Equal(("back/large", Convert.ToHexString(body)), heard.Messages.Single());
        await broker.KillAsync();
        Assert.NotEmpty(await running);
    }

    [Fact]
    public async Task Client_OverTls_IsWhoItsCertificateSays_AndAStrangerIsRefused()
    {
        using var authority = new TestAuthority();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = authority, RequireClientCertificate = true });
        (string certificateFile, string keyFile) = authority.Issue(broker.Folder, "device", ["device"], forClient: true);
        using var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        using var root = X509CertificateLoader.LoadCertificateFromFile(broker.CaFile);
        SslClientAuthenticationOptions tls = Options(root);
        tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        await using MqttConnection connection = await MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, tls), new MqttConnect { ClientId = "device" }, new Heard(), CancellationToken.None);
        Assert.Equal(0, connection.Answer.Reason);

        await Assert.ThrowsAnyAsync<Exception>(() => MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, Options(root)), new MqttConnect { ClientId = "stranger" }, new Heard(), CancellationToken.None));
        using var foreign = new TestAuthority("Another");
        using var other = X509CertificateLoader.LoadCertificateFromFile(foreign.WriteCa(broker.Folder, "other.pem"));
        await Assert.ThrowsAsync<System.Security.Authentication.AuthenticationException>(() => MqttConnection.ConnectAsync(new MqttEndpoint("127.0.0.1", broker.Port, Options(other)), new MqttConnect { ClientId = "device" }, new Heard(), CancellationToken.None));
    }

    private static SslClientAuthenticationOptions Options(X509Certificate2 root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = policy };
    }

    private sealed class Heard : IMqttReceiver
    {
        public ConcurrentQueue<(string Topic, string Payload)> Messages { get; } = new();

        public ConcurrentDictionary<ushort, byte> Answers { get; } = new();

        public byte[] Subscribed { get; private set; } = [];

        public void OnPublish(in MqttPublish message) => Messages.Enqueue((message.Topic, Convert.ToHexString(message.Payload.Span)));

        public void OnPublished(ushort packetId, byte reason) => Answers[packetId] = reason;

        public void OnSubscribed(ushort packetId, ReadOnlySpan<byte> reasons) => Subscribed = reasons.ToArray();
    }
}
