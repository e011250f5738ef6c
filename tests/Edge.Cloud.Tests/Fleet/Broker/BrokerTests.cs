using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Edge.Cloud.Security;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet.Broker;

public sealed class BrokerTests
{
    private const string NotAuthorized = "RC:135"; // [MQTT-3.4.2-1] reason 0x87

    [Fact]
    public async Task Device_ItsOwnTopics_AreOpen()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestDevice device = await broker.Cloud.EnrolAsync("press-1");
        await using MosquittoSubscriber cloud = await MosquittoSubscriber.StartAsync(broker.CloudPort, "edge/v1/+/+/#", broker.CloudArguments);
        await using MosquittoSubscriber mine = await MosquittoSubscriber.StartAsync(broker.DevicePort, "edge/v1/plant/press-1/desired", broker.Arguments(device));

        (int status, string output) = await TestBroker.PublishAsync(broker.DevicePort, broker.Arguments(await broker.Cloud.EnrolAsync("press-2")), "edge/v1/plant/press-2/alerts/cam", "seen");
        Assert.True(status == 0 && !output.Contains(NotAuthorized, StringComparison.Ordinal), output);
        Assert.Equal("edge/v1/plant/press-2/alerts/cam", (await cloud.NextAsync(message => message.Text == "seen")).Topic);
        await TestBroker.PublishAsync(broker.CloudPort, broker.CloudArguments, "edge/v1/plant/press-1/desired", "be so", "-r");
        Assert.Equal("be so", (await mine.NextAsync()).Text);
    }

    [Fact]
    public async Task Device_WithItsOwnCredentials_CannotWriteWhatIsAnothers()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        string[] mine = broker.Arguments(await broker.Cloud.EnrolAsync("press-1"));
        await broker.Cloud.EnrolAsync("press-2");
        await using MosquittoSubscriber cloud = await MosquittoSubscriber.StartAsync(broker.CloudPort, "edge/#", broker.CloudArguments);
        string[] closed =
        [
            "edge/v1/plant/press-2/state", "edge/v1/plant/press-2/alerts/cam", "edge/v1/plant/press-2/reported", "edge/v1/plant/press-2/desired", "edge/v1/plant/press-2/command/restart",
            // Its own, but the cloud's to write.
            "edge/v1/plant/press-1/desired", "edge/v1/plant/press-1/receipts", "edge/v1/plant/press-1/command/restart",
            "edge/v1/press-1/press-2/state", "edge/v1/plant/press-1", "edge/other",
        ];
        foreach (string topic in closed)
            Assert.Contains(NotAuthorized, (await TestBroker.PublishAsync(broker.DevicePort, mine, topic, "forged", "-r")).Output, StringComparison.Ordinal);
        await TestBroker.PublishAsync(broker.DevicePort, mine, "edge/v1/plant/press-1/state", "mine");
        // The cloud itself is at the broker too, and says things of its own.
        Assert.Equal("mine", (await cloud.NextAsync(message => message.Text is "mine" or "forged")).Text);
    }

    [Fact]
    public async Task Device_WithItsOwnCredentials_CannotReadWhatIsAnothers()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        string[] mine = broker.Arguments(await broker.Cloud.EnrolAsync("press-1"));
        await broker.Cloud.EnrolAsync("press-2");
        // One retained, to be had on subscribing; the rest live.
        await TestBroker.PublishAsync(broker.CloudPort, broker.CloudArguments, "edge/v1/plant/press-2/desired", "secret", "-r");
        await using MosquittoSubscriber everything = await MosquittoSubscriber.StartAsync(broker.DevicePort, "#", [.. mine, "-t", "edge/v1/plant/press-2/desired", "-t", "edge/v1/+/+/command/+", "-t", "$SYS/#"]);
        await TestBroker.PublishAsync(broker.CloudPort, broker.CloudArguments, "edge/v1/plant/press-2/desired", "secret");
        await TestBroker.PublishAsync(broker.CloudPort, broker.CloudArguments, "edge/v1/plant/press-2/command/snapshot", "secret");
        await TestBroker.PublishAsync(broker.CloudPort, broker.CloudArguments, "edge/v1/plant/press-1/desired", "mine");
        ReceivedMessage first = await everything.NextAsync();
        Assert.Equal(("edge/v1/plant/press-1/desired", "mine"), (first.Topic, first.Text));
    }

    [Fact]
    public async Task Device_NamingAnothersClientId_DoesNotTakeItsSession()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        X509Certificate2 root = broker.Cloud.Services.GetRequiredService<CertificateAuthority>().Root;
        TestDevice one = await broker.Cloud.EnrolAsync("press-1"), two = await broker.Cloud.EnrolAsync("press-2");
        await using var victim = new RawConnection();
        Assert.Equal(0, await victim.ConnectAsync(broker.DevicePort, two.WithKey, root, "press-2"));
        await using var thief = new RawConnection();
        Assert.Equal(0, await thief.ConnectAsync(broker.DevicePort, one.WithKey, root, "press-2"));
        // The thief became press-1: its own second connection, not the victim's, is what the broker closes it for.
        await using var again = new RawConnection();
        Assert.Equal(0, await again.ConnectAsync(broker.DevicePort, one.WithKey, root, "press-1"));
        await thief.ClosedAsync();
        await victim.PingAsync();
    }

    [Fact]
    public async Task Device_AtTheCloudsDoor_IsRefused()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestDevice device = await broker.Cloud.EnrolAsync("press-1");
        await using var connection = new RawConnection();
        await Assert.ThrowsAnyAsync<IOException>(() => connection.ConnectAsync(broker.CloudPort, device.WithKey, broker.Cloud.Services.GetRequiredService<CertificateAuthority>().Root, "press-2"));
    }

    [Fact]
    public async Task Stranger_WithoutOrWithAnothersCertificate_IsRefused()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        X509Certificate2 root = broker.Cloud.Services.GetRequiredService<CertificateAuthority>().Root;
        await using (var bare = new RawConnection())
            await Assert.ThrowsAnyAsync<IOException>(() => bare.ConnectAsync(broker.DevicePort, certificate: null, root, "press-1"));
        await using TestCloud other = await TestCloud.StartAsync();
        TestDevice theirs = await other.EnrolAsync("press-1");
        await using var foreign = new RawConnection();
        await Assert.ThrowsAnyAsync<IOException>(() => foreign.ConnectAsync(broker.DevicePort, theirs.WithKey, root, "press-1"));
    }

    [Fact]
    public async Task Device_ExpiredCertificate_IsRefused()
    {
        // The cloud lived half a year ago: the broker's clock is today's.
        var then = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-180));
        await using TestBroker broker = await TestBroker.StartAsync(then);
        TestDevice device = await broker.Cloud.EnrolAsync("press-1");
        await using var connection = new RawConnection();
        await Assert.ThrowsAnyAsync<IOException>(() => connection.ConnectAsync(broker.DevicePort, device.WithKey, broker.Cloud.Services.GetRequiredService<CertificateAuthority>().Root, "press-1"));
    }

    [Fact]
    public async Task Device_Revoked_IsThrownOutAndStaysOut()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        X509Certificate2 root = broker.Cloud.Services.GetRequiredService<CertificateAuthority>().Root;
        TestDevice bad = await broker.Cloud.EnrolAsync("press-1"), good = await broker.Cloud.EnrolAsync("press-2");
        await using var connected = new RawConnection();
        Assert.Equal(0, await connected.ConnectAsync(broker.DevicePort, bad.WithKey, root, "press-1"));
        await connected.PingAsync();

        HttpClient admin = await broker.Cloud.OperatorAsync(OperatorRole.Admin);
        using HttpResponseMessage revoked = await admin.PostAsJsonAsync(new Uri("/api/v1/devices/press-1/revoke", UriKind.Relative), new { reason = "stolen" });
        Assert.True(revoked.IsSuccessStatusCode, await revoked.Content.ReadAsStringAsync());

        await connected.ClosedAsync();
        await using var again = new RawConnection();
        await Assert.ThrowsAnyAsync<IOException>(() => again.ConnectAsync(broker.DevicePort, bad.WithKey, root, "press-1"));
        await using var other = new RawConnection();
        Assert.Equal(0, await other.ConnectAsync(broker.DevicePort, good.WithKey, root, "press-2"));
    }

    [Fact]
    public async Task Broker_OffersNoSessionToTakeUpAgain()
    {
        // A session that is taken up again is not asked for its certificate: with one, a revoked device would come back in.
        await using TestBroker broker = await TestBroker.StartAsync();
        TestDevice device = await broker.Cloud.EnrolAsync("press-1");
        string[] files = broker.Arguments(device);
        // CONNECT and DISCONNECT: the broker answers, and closes.
        string packets = files[1] + ".mqtt";
        await File.WriteAllBytesAsync(packets, [0x10, 20, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 2, 0, 60, 0, 0, 7, .. "press-1"u8, 0xe0, 0]);
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"openssl s_client -connect 127.0.0.1:{broker.DevicePort} -CAfile {files[1]} -cert {files[3]} -cert_chain {files[3]} -key {files[5]} -msg -ign_eof <{packets}");
        (_, string output) = await TestBroker.RunAsync(start);
        Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("NewSessionTicket", output, StringComparison.Ordinal);
    }
}
