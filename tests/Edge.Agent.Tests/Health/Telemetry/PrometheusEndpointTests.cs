using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Edge.Agent.Health;
using Edge.Agent.Health.Telemetry;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health.Telemetry;

public sealed class PrometheusEndpointTests : IAsyncLifetime
{
    private readonly HealthRegistry _registry = new(TimeProvider.System);
    private readonly int _port = FreePort();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly RecordingLog<PrometheusEndpoint> _log = new();
    private HealthReport? _health;
    private PrometheusEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        _endpoint = Endpoint(_port);
        await _endpoint.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => CanConnect(IPAddress.Loopback));
    }

    public async Task DisposeAsync()
    {
        await _endpoint.StopAsync(CancellationToken.None);
        _endpoint.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task Metrics_Get_IsTheTextFormat()
    {
        using HttpResponseMessage response = await _client.GetAsync(Url("/metrics"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(MediaTypeHeaderValue.Parse("text/plain; version=0.0.4; charset=utf-8"), response.Content.Headers.ContentType);
        PrometheusParser text = PrometheusParser.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(text.Value("edge_process_resident_memory_bytes") > 0);
    }

    [Fact]
    public async Task Healthz_FollowsTheReport()
    {
        Assert.Equal((503, "starting\n"), await GetAsync("/healthz"));
        _health = Report(PartState.Blind, "unplugged");
        Assert.Equal((200, "watching 0 of 1 cameras; capture of camera 'door': unplugged\n"), await GetAsync("/healthz"));
        _health = Report(PartState.Stuck, "hangs");
        Assert.Equal((503, "watching 0 of 1 cameras; capture of camera 'door': hangs\n"), await GetAsync("/healthz"));
    }

    [Fact]
    public async Task OtherPathsAndMethods_AreRefused()
    {
        Assert.Equal(404, (await GetAsync("/")).Status);
        Assert.Equal(404, (await GetAsync("/metrics/../etc/passwd")).Status);
        using var body = new ByteArrayContent(new byte[100]);
        using HttpResponseMessage posted = await _client.PostAsync(Url("/metrics"), body);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        using HttpResponseMessage head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Url("/metrics")));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Rubbish_OfEveryKind_LeavesTheNextRequestServed()
    {
        var random = new Random(20261122);
        var noise = new byte[4096];
        string[] requests =
        [
            "", "\r\n\r\n", "GET", "GET /metrics\r\n\r\n", "GET /metrics HTTP/9.9\r\n\r\n", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET http://[::bad HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET /%zz%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", "POST /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
            "GET /metrics HTTP/1.1\r\n" + new string('a', 100_000) + ": b\r\n\r\n", "GET /" + new string('x', 100_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\r\n",
        ];
        for (int round = 0; round < 60; round++)
        {
            random.NextBytes(noise);
            await SendAsync(round < requests.Length ? Encoding.Latin1.GetBytes(requests[round]) : noise[..random.Next(1, noise.Length)]);
        }

        Assert.Equal(200, (await GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Connections_ThatSayNothing_DoNotKeepOthersOut()
    {
        var silent = new List<TcpClient>();
        for (int i = 0; i < 50; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            silent.Add(client);
        }

        Assert.Equal(200, (await GetAsync("/metrics")).Status);
        silent.ForEach(client => client.Dispose());
    }

    [Fact]
    public void Endpoint_OtherAddressesOfTheMachine_AreNotBound()
    {
        // 127.0.0.2 is this machine too, and answers where all addresses are bound.
        Assert.True(CanConnect(IPAddress.Loopback));
        Assert.False(CanConnect(IPAddress.Parse("127.0.0.2")));
    }

    [Fact]
    public async Task Port_TakenBySomeoneElse_IsToldAndTheAgentGoesOn()
    {
        using var second = Endpoint(_port);
        await second.StartAsync(CancellationToken.None);
        await second.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(20));

        (LogLevel level, string line) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.StartsWith($"Metrics cannot be served on 127.0.0.1:{_port}: ", line);
    }

    private static HealthReport Report(PartState state, string reason) => new(
        new Moment(TimeSpan.Zero, DateTimeOffset.UnixEpoch), false, state == PartState.Stuck, [new PartVerdict(new PartKey(HealthPart.Capture, "door"), state, reason)], 0);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private PrometheusEndpoint Endpoint(int port) => new(
        port, new TelemetrySource(_registry, Path.GetTempPath(), () => null, TimeProvider.System, NullLogger<TelemetrySource>.Instance), () => _health, _log);

    private string Url(string path) => $"http://127.0.0.1:{_port}{path}";

    private async Task<(int Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(Url(path));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private bool CanConnect(IPAddress address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(address, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task SendAsync(byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        try
        {
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(request);
            client.Client.Shutdown(SocketShutdown.Send);
            var answer = new byte[1024];
            using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            _ = await stream.ReadAsync(answer, deadline.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // A reset or silence is a fine answer to rubbish.
        }
    }
}
