using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Outbox;
using Edge.Agent.Station;
using Edge.Agent.Station.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>The device's Sparkplug node, where the settings want one: what it is fed with, and what its hosts ask of the stations.</summary>
internal sealed class PlantNode : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly EdgeSettings _settings;
    private readonly SparkplugNode _node;
    private readonly SqliteOutbox _outbox;
    private readonly Func<StationFleet> _stations;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private PlantNode(EdgeSettings settings, SqliteOutbox outbox, Func<StationFleet> stations, TimeProvider time, ILogger log)
    {
        _settings = settings;
        _outbox = outbox;
        _stations = stations;
        _time = time;
        _log = log;
        _node = new SparkplugNode(new SparkplugNodeParts
        {
            Mqtt = settings.Mqtt,
            Device = settings.Device,
            Reading = Read(),
            ProductAsked = request => _ = SetProductAsync(request),
            Clock = time,
            Log = log,
        });
    }

    /// <summary>The processor's temperature in degrees Celsius; null where it is not known.</summary>
    public Func<double?> Temperature { get; set; } = () => null;

    /// <summary>The latest report of health; null before the first.</summary>
    public Func<HealthReport?> Health { get; set; } = () => null;

    /// <summary>The node of these settings; null where they want none.</summary>
    public static PlantNode? Of(EdgeSettings settings, SqliteOutbox outbox, Func<StationFleet> stations, TimeProvider time, ILogger log) =>
        settings.Mqtt.Sparkplug.Enabled ? new PlantNode(settings, outbox, stations, time, log) : null;

    /// <summary>A station's new reading. Returns at once.</summary>
    public void StationChanged(StationReading reading) => _node.StationChanged(reading);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _node.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _node.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _node.StartAsync(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                _node.NodeChanged(Read());
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    private NodeReading Read() => new()
    {
        At = _time.GetUtcNow(),
        SoftwareVersion = AgentHost.Version,
        Site = _settings.Device.Site,
        // Whole degrees: what is told by exception must not change with every look.
        TemperatureC = Temperature() is { } celsius ? Math.Round(celsius) : null,
        Health = Health() is { } report && report.Parts.Any(part => part.State != PartState.Healthy) ? report.Summary : "ok",
        OutboxDepth = _outbox.Status.Depth,
        LostAlerts = _outbox.Lost(OutboxKind.Alert),
    };

    private async Task SetProductAsync(ProductRequest request)
    {
        try
        {
            string? fault = _stations().Find(request.Station) is { } station ? await station.SetProductAsync(request.Product, "Sparkplug host") : "there is no such station";
            if (fault is not null)
                _log.LogWarning("Sparkplug: product '{Product}' of station {Station} was not set: {Fault}", request.Product, request.Station, fault);
        }
        catch (Exception e) // loop edge: a host's wish must not end the node
        {
            _log.LogError(e, "Sparkplug: product '{Product}' of station {Station} was not set", request.Product, request.Station);
        }
    }
}
