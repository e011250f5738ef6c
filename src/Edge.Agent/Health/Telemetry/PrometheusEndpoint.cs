using System.Net;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Telemetry;

/// <summary>
/// <c>GET /metrics</c> (Prometheus text) and <c>GET /healthz</c> (200 while nothing hangs, 503 otherwise) on 127.0.0.1, for a scraper
/// on the same machine: no address of the network is ever bound. One request at a time.
/// </summary>
/// <remarks>HttpListener, since it is in the base framework: Kestrel would pull all of ASP.NET Core onto the device for two pages.</remarks>
public sealed class PrometheusEndpoint : BackgroundService
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly int _port;
    private readonly TelemetrySource _source;
    private readonly Func<HealthReport?> _health;
    private readonly ILogger _log;

    /// <summary>An endpoint; <see cref="BackgroundService.StartAsync"/> starts it.</summary>
    /// <param name="port">1 to 65535; 0 is off.</param>
    /// <param name="source">The numbers.</param>
    /// <param name="health">The last health report; null before the first.</param>
    /// <param name="log">Hears about a port that cannot be had.</param>
    public PrometheusEndpoint(int port, TelemetrySource source, Func<HealthReport?> health, ILogger<PrometheusEndpoint> log)
    {
        _port = port;
        _source = source;
        _health = health;
        _log = log;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_port == 0)
            return;
        using var listener = new HttpListener { IgnoreWriteExceptions = true };
        listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            _log.LogError("Metrics cannot be served on 127.0.0.1:{Port}: {Error}. The agent goes on without them.", _port, e.Message);
            return;
        }

        using CancellationTokenRegistration stop = stoppingToken.Register(listener.Abort);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync(), stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // loop edge: whatever a client sends or breaks, the next one is served
            {
                _log.LogDebug(e, "A request for metrics failed.");
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stoppingToken)
    {
        HttpListenerResponse response = context.Response;
        (int status, string type, string body) = Page(context.Request);
        response.StatusCode = status;
        response.ContentType = type;
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        response.ContentLength64 = bytes.Length;
        // No request body is read, so no connection is kept: what follows on it might be the body.
        response.KeepAlive = false;
        if (status == 405)
            response.AddHeader("Allow", "GET, HEAD");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(WriteTimeout);
        try
        {
            if (context.Request.HttpMethod != "HEAD")
                await response.OutputStream.WriteAsync(bytes, deadline.Token).AsTask().WaitAsync(deadline.Token);
            response.Close();
        }
        catch
        {
            response.Abort();
            throw;
        }
    }

    private (int Status, string Type, string Body) Page(HttpListenerRequest request)
    {
        const string plain = "text/plain; charset=utf-8";
        if (request.HttpMethod is not ("GET" or "HEAD"))
            return (405, plain, "only GET and HEAD are allowed\n");
        HealthReport? health = _health();
        return request.Url?.AbsolutePath switch
        {
            "/metrics" => (200, "text/plain; version=0.0.4; charset=utf-8", PrometheusText.Write(_source.Read(null), health)),
            "/healthz" when health is null => (503, plain, "starting\n"),
            "/healthz" => (health.IsStuck ? 503 : 200, plain, health.Summary + "\n"),
            _ => (404, plain, "try /metrics or /healthz\n"),
        };
    }
}
