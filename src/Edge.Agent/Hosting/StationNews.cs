using System.Collections.Concurrent;
using Edge.Agent.Configuration;
using Edge.Agent.Messaging;
using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Station;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>Tells how stations stand: a retained message each, and the Sparkplug node where there is one. Any thread may call <see cref="Changed"/>.</summary>
internal sealed class StationNews : IAsyncDisposable
{
    private readonly EdgeSettings _settings;
    private readonly SparkplugNode? _sparkplug;
    private volatile LatestPublisher? _publisher;
    private volatile StationFleet? _fleet;
    private readonly ConcurrentDictionary<string, bool> _failSafe = new(StringComparer.Ordinal);

    /// <summary>News of the stations of <paramref name="settings"/>; nothing goes out before <see cref="StartAsync"/>.</summary>
    public StationNews(EdgeSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        _settings = settings;
        if (!settings.Mqtt.Sparkplug.Enabled)
            return;
        _sparkplug = new SparkplugNode(new SparkplugNodeParts
        {
            Mqtt = settings.Mqtt,
            Device = settings.Device,
            Reading = new NodeReading { At = time.GetUtcNow(), SoftwareVersion = AgentHost.Version, Site = settings.Device.Site },
            ProductAsked = request => _ = _fleet?.Find(request.Station)?.SetProductAsync(request.Product, "a Sparkplug host"),
            Clock = time,
            Log = loggers.CreateLogger<SparkplugNode>(),
        });
    }

    /// <summary>Hears whether some station is in fail-safe, at each change of any.</summary>
    public Action<bool>? FailSafeChanged { get; init; }

    /// <summary>A station stands otherwise.</summary>
    public void Changed(StationReading reading)
    {
        _failSafe[reading.Station] = reading.Mode == StationMode.FailSafe;
        FailSafeChanged?.Invoke(_failSafe.Values.Any(isFailSafe => isFailSafe));
        _publisher?.Publish(ComposerOf(reading).Compose(reading));
        _sparkplug?.StationChanged(reading);
    }

    /// <summary>The device stands otherwise.</summary>
    public void NodeChanged(NodeReading reading) => _sparkplug?.NodeChanged(reading);

    /// <summary>The message of a reading.</summary>
    public StationMessage Describe(StationReading reading) => ComposerOf(reading).Describe(reading);

    /// <summary>Tells what there is, and every change from now on.</summary>
    public async Task StartAsync(StationFleet fleet, LatestPublisher publisher)
    {
        _fleet = fleet;
        _publisher = publisher;
        if (_sparkplug is not null)
            await _sparkplug.StartAsync(CancellationToken.None);
        foreach (StationReading reading in fleet.Read())
            Changed(reading);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sparkplug is null)
            return;
        await _sparkplug.StopAsync(CancellationToken.None);
        _sparkplug.Dispose();
    }

    private StationComposer ComposerOf(StationReading reading) => new(_settings.Device.Site, _settings.Device.Id, reading.Station);
}
