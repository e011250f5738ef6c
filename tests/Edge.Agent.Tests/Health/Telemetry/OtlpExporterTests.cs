using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Exporter;

namespace Edge.Agent.Tests.Health.Telemetry;

public sealed class OtlpExporterTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4317", "http://127.0.0.1:4317/", OtlpExportProtocol.Grpc)]
    [InlineData("https://collector.example", "https://collector.example/", OtlpExportProtocol.Grpc)]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics", OtlpExportProtocol.HttpProtobuf)]
    [InlineData("http://127.0.0.1:9999/otlp/v1/metrics", "http://127.0.0.1:9999/otlp/v1/metrics", OtlpExportProtocol.HttpProtobuf)]
    public void Endpoint_PortOrPath_SaysTheProtocol(string endpoint, string address, OtlpExportProtocol protocol)
    {
        (Uri parsed, OtlpExportProtocol spoken) = OtlpExporter.ParseEndpoint(endpoint);
        Assert.Equal((address, protocol), (parsed.AbsoluteUri, spoken));
    }

    [Theory]
    [InlineData("127.0.0.1:4317")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("")]
    public void Endpoint_NotAnAddress_IsRefused(string endpoint) =>
        Assert.Contains("http://127.0.0.1:4317", Assert.Throws<ArgumentException>(() => OtlpExporter.ParseEndpoint(endpoint)).Message);

    [Fact]
    public async Task Exporter_ToACollector_SendsTheNumbersAsProtobuf()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        using var collector = new HttpListener();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        Task<(string Type, string Path, string Body)> received = ReceiveAsync(collector);

        var registry = new HealthRegistry(TimeProvider.System);
        var metrics = new CameraMetrics("door-camera");
        metrics.CountCaptured();
        metrics[Stage.Infer].Record(TimeSpan.FromMilliseconds(20));
        registry.AddCamera(metrics, new CaptureSettings()).Tell(CaptureCondition.Streaming, "");
        var source = new TelemetrySource(registry, Path.GetTempPath(), () => 40, TimeProvider.System, NullLogger<TelemetrySource>.Instance);
        source.Add(new Supplier(() => [new TelemetryValue("outbox_depth", "Messages stored.", TelemetryKind.Gauge, 3)]));
        var resource = new Dictionary<string, string> { ["service.instance.id"] = "device-7" };
        using var exporter = new OtlpExporter($"http://127.0.0.1:{port}/v1/metrics", TimeSpan.FromHours(1), resource, source, TimeProvider.System);
        Task<bool> flush = Task.Run(() => exporter.Flush(TimeSpan.FromSeconds(20)));
        (string type, string path, string body) = await received.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(await flush);
        Assert.Equal(("application/x-protobuf", "/v1/metrics"), (type, path));
        Assert.All(
            ["edge.frames.captured", "edge.stage.duration", "door-camera", "edge.process.memory.resident", "edge.outbox_depth", "edge.cpu.temperature", "device-7", OtlpExporter.MeterName],
            name => Assert.Contains(name, body, StringComparison.Ordinal));
    }

    private static async Task<(string Type, string Path, string Body)> ReceiveAsync(HttpListener collector)
    {
        HttpListenerContext context = await collector.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        (string, string, string) received = (context.Request.ContentType ?? "", context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray()));
        context.Response.Close();
        return received;
    }
}
