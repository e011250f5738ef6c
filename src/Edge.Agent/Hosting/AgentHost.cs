using System.Reflection;
using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Gpio;
using Edge.Agent.Health;
using Edge.Agent.Health.Coverage;
using Edge.Agent.Health.Systemd;
using Edge.Agent.Health.Telemetry;
using Edge.Agent.Health.Thermal;
using Edge.Agent.Messaging;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Agent.Station;
using Edge.Agent.Station.Commands;
using Edge.Agent.Station.Messages;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Carried;
using Edge.Contracts.Messages;
using Edge.Vision.Inference;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>
/// The whole agent, wired by hand, in the order in which parts need each other:
/// <list type="number">
/// <item>models: nothing runs without a sound one;</item>
/// <item>outbox, evidence, coverage: what must not be lost has a place before it can arise;</item>
/// <item>messaging: works with or without a broker;</item>
/// <item>cameras: frames flow;</item>
/// <item>watching and telling: health, telemetry, metrics; then "ready".</item>
/// </list>
/// It ends in the opposite order, within five seconds.
/// </summary>
internal sealed class AgentHost : IAsyncDisposable
{
    private const int CoverageDaysKept = 31;
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1.5);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly EdgeSettings _settings;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopUpdates = new();
    private readonly List<BackgroundService> _services = [];
    private readonly List<IDisposable> _disposables = [];
    private readonly List<Task> _loops = [];
    private PlantNode? _plant;
    private HealthMonitor? _monitor;
    private Task _updating = Task.CompletedTask;

    private AgentHost(EdgeSettings settings, ILoggerFactory loggers)
    {
        _settings = settings;
        _loggers = loggers;
        _log = loggers.CreateLogger("Edge.Agent");
        Health = new HealthRegistry(_time);
    }

    /// <summary>Version of this agent.</summary>
    public static string Version { get; } =
        typeof(AgentHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Every part that is watched.</summary>
    public HealthRegistry Health { get; }

    /// <summary>The cameras at work.</summary>
    public CameraFleet Cameras { get; private set; } = null!;

    /// <summary>The inspection stations.</summary>
    public StationFleet Stations { get; private set; } = null!;

    /// <summary>The model in force.</summary>
    public ModelSlot Models { get; private set; } = null!;

    /// <summary>The device's inputs and outputs.</summary>
    public LineBank Lines { get; private set; } = null!;

    /// <summary>The light that says how the device is.</summary>
    public StatusLight Light { get; private set; } = null!;

    /// <summary>What is not yet delivered.</summary>
    public SqliteOutbox Outbox { get; private set; } = null!;

    /// <summary>The talk with the broker.</summary>
    public Messenger Messenger { get; private set; } = null!;

    /// <summary>The tie to the device's cloud; null where it is enrolled with none.</summary>
    public CloudLink? Cloud { get; private set; }

    /// <summary>Brings releases onto the device.</summary>
    public UpdateEngine Updates { get; private set; } = null!;

    /// <summary>Completes with a reason when restarts of parts did not help.</summary>
    public TaskCompletionSource<string> GaveUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For the service manager.</summary>
    public SystemdNotifier Systemd { get; private set; } = null!;

    /// <summary>Starts everything.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="reload">Reads the configuration again and applies it; for <c>command/reload</c> and <c>desired</c>.</param>
    /// <param name="locations">Where the settings were written, for what the model has against them.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ModelRefusedException">The model is refused, or has not the classes that the rules name.</exception>
    public static async Task<AgentHost> StartAsync(
        EdgeSettings settings, Func<AgentHost, ReloadHandler> reload, SettingsLocations locations, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var host = new AgentHost(settings, loggers);
        try
        {
            await host.StartPartsAsync(reload, locations, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends everything, cameras first, and gives what is committed a moment to leave.</summary>
    public async ValueTask DisposeAsync()
    {
        Systemd?.Stopping();
        await StopUpdatesAsync();
        if (Stations is not null)
            await Stations.DisposeAsync();
        if (Cameras is not null)
            await Cameras.DisposeAsync();
        foreach (IDisposable part in _disposables.AsEnumerable().Reverse())
            part.Dispose();
        _disposables.Clear();
        if (Messenger is not null && Messenger.Connection.IsConnected)
            await DrainAsync();
        await Task.WhenAll(_services.Select(service => service.StopAsync(CancellationToken.None)));
        foreach (BackgroundService service in _services)
            service.Dispose();
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).WaitAsync(TimeSpan.FromSeconds(2), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Messenger?.Dispose();
        if (Outbox is not null)
            await Outbox.DisposeAsync();
        Models?.Dispose();
        Systemd?.Dispose();
        _stop.Dispose();
    }

    private async Task StartPartsAsync(Func<AgentHost, ReloadHandler> reload, SettingsLocations locations, CancellationToken cancellationToken)
    {
        string data = _settings.Device.DataPath;
        Directory.CreateDirectory(data);
        Systemd = SystemdNotifier.FromEnvironment(_loggers.CreateLogger<SystemdNotifier>());
        Lines = Own(new LineBank(_settings.Gpio, _time, _log));
        Own(new LastResort(Lines));
        Light = Own(new StatusLight(Lines, _time, _loggers.CreateLogger<StatusLight>()));
        var loader = new ModelLoader(data, _loggers);
        Models = new ModelSlot(await loader.OpenAsync(_settings, cancellationToken), _log);
        // Only now are the class names known. A rule that can never come true must not look like a camera where nothing happens.
        RuleResolution rules = RuleResolver.Resolve(_settings, Models.Definition.Labels, locations);
        if (!rules.IsValid)
            throw new ModelRefusedException(string.Join('\n', rules.Faults));

        var losses = new LossReporter(_settings.Device.Site, _settings.Device.Id, _time);
        Outbox = await SqliteOutbox.OpenAsync(data, _settings.Outbox, _time, _loggers.CreateLogger<SqliteOutbox>(), losses);
        _loops.Add(RunLoopAsync(losses.RunAsync(Outbox, _stop.Token), "Losses are no longer reported: telemetry counts them all the same"));
        var store = new EvidenceStore(Path.Combine(data, "evidence"), _settings.Evidence.BudgetBytes, _loggers.CreateLogger<EvidenceStore>());
        EvidenceRecorder? recorder = _settings.Evidence.Enabled ? Own(new EvidenceRecorder(_settings.Evidence, store, _loggers.CreateLogger<EvidenceRecorder>())) : null;
        var coverage = new CoverageLedger(data, CoverageDaysKept, CoverageLedger.ReadBootId(), _time, _loggers.CreateLogger<CoverageLedger>());

        _plant = PlantNode.Of(_settings, Outbox, () => Stations, _time, _loggers.CreateLogger<PlantNode>());
        Stations = Own(new StationBuilding(_settings, (Models, loader, Outbox, recorder, Lines), Tell, _time, _loggers)).Fleet;
        string bootId = Guid.NewGuid().ToString("N");
        Cloud = CloudLink.Open(_settings, bootId, _time, _loggers) is { } link ? Own(link) : null;
        Cameras = new CameraFleet(Models, Outbox, recorder, Health, Stations, (_time, _loggers)) { Examples = Cloud?.Examples };
        ReloadHandler reloader = reload(this);
        Messenger = new Messenger(new MessengerParts
        {
            Device = _settings.Device,
            Mqtt = _settings.Mqtt,
            State = new DeviceState(DeviceStatus.Offline, Version, Models.Definition.Name, bootId, _time.GetUtcNow()),
            Outbox = Outbox,
            Snapshots = Cameras,
            Reloader = reloader,
            Desired = Cloud is null ? reloader : Cloud,
            MoreCommands = [.. StationCommand.All(Stations, reading => ComposerOf(reading).Describe(reading)), .. Cloud?.Commands ?? []],
            Clock = _time,
            Loggers = _loggers,
        });
        var updates = Own(new UpdateBuilding(this, reloader, loader, _settings, () => _monitor?.LastReport, (_time, _loggers)));
        Updates = updates.Engine;
        _services.Add(new CarriedReleases(new CarriedFiles(new UpdateFolders(data)), updates, _time, _loggers.CreateLogger<CarriedReleases>()));
        if (Cloud is not null)
            _services.AddRange(Cloud.Attach(Messenger, Updates));
        _loops.Add(Messenger.RunAsync(_stop.Token));
        Messenger.AnnounceToHomeAssistant(HomeAssistantView.Of(_settings, Version));

        await Stations.StartAsync();
        await Cameras.ApplyAsync(_settings, ReloadHandler.AreSame);
        await WatchAsync(store, coverage);
        // Last: a candidate that an earlier start left in its probation is judged by parts that are at work.
        _updating = RunLoopAsync(Updates.RunAsync(_stopUpdates.Token), "Updates have ended");
        Systemd.Ready();
    }

    private void Tell(StationReading reading)
    {
        Messenger?.Latest.Publish(ComposerOf(reading).Compose(reading));
        _plant?.StationChanged(reading);
        Light.FailSafeChanged(reading.Station, reading.Mode is StationMode.FailSafe or StationMode.InterlockTripped);
    }

    private StationComposer ComposerOf(StationReading reading) => new(_settings.Device.Site, _settings.Device.Id, reading.Station);

    private async Task WatchAsync(EvidenceStore store, CoverageLedger coverage)
    {
        var thermometer = Own(new CpuThermometer());
        var enclosure = new EnclosureWatch(_settings.Gpio.Enclosure, _time, _loggers.CreateLogger<EnclosureWatch>());
        var governor = new ThermalGovernor(
            new ThermalPolicy(_settings.Health.Thermal, ThermalZone.ThrottleCelsius()), thermometer.ReadCelsius, SlowTo, _time, _loggers.CreateLogger<ThermalGovernor>());
        HealthMonitor monitor = _monitor = new HealthMonitor(Health, new HealthPolicy(_settings.Health), [Light], Systemd, _time, _loggers.CreateLogger<HealthMonitor>())
        {
            GiveUp = reason => GaveUp.TrySetResult(reason),
        };
        var source = new TelemetrySource(Health, _settings.Device.DataPath, thermometer.ReadCelsius, _time, _loggers.CreateLogger<TelemetrySource>())
        {
            Enclosure = () => enclosure.Last,
            FrameRate = () => governor.Rate,
        };
        source.Add(new DeliveryNumbers(Outbox, Messenger, store, monitor));

        _services.Add(new DeliveryBeats(Health, Outbox, Messenger, _time));
        _services.Add(monitor);
        _services.Add(enclosure);
        if (_settings.Health.Thermal.Enabled)
            _services.Add(governor);
        else
            Own(governor);
        _services.Add(new CoverageRecorder(coverage, Health, _time, _loggers.CreateLogger<CoverageRecorder>()));
        _services.Add(new TelemetryTeller(_settings, source, coverage, Outbox, Messenger, (_time, _log)));
        if (_plant is not null)
        {
            _plant.Temperature = thermometer.ReadCelsius;
            _plant.Health = () => monitor.LastReport;
            _services.Add(_plant);
        }

        if (_settings.Health.PrometheusPort > 0)
            _services.Add(new PrometheusEndpoint(_settings.Health.PrometheusPort, source, () => monitor.LastReport, _loggers.CreateLogger<PrometheusEndpoint>()));
        if (_settings.Health.OtlpEndpoint.Length > 0)
        {
            var resource = new Dictionary<string, string> { ["service.name"] = "edge-agent", ["service.instance.id"] = _settings.Device.Id, ["edge.site"] = _settings.Device.Site };
            Own(new OtlpExporter(_settings.Health.OtlpEndpoint, _settings.Health.TelemetryEvery, resource, source, _time));
        }

        foreach (BackgroundService service in _services)
            await service.StartAsync(CancellationToken.None);
    }

    private void SlowTo(double rate)
    {
        Cameras.SlowTo(rate);
        Light.SlowedChanged(rate < 1);
        // A broker that does not answer must not hold up the governor; the connection says its state again when it stands.
        _ = TellRateAsync(rate);
    }

    private async Task TellRateAsync(double rate)
    {
        try
        {
            await Messenger.Connection.SetFrameRateAsync(rate, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The agent ends.
        }
    }

    // Before what it works on goes away: a candidate may be open, or beside the active model.
    private async Task StopUpdatesAsync()
    {
        await _stopUpdates.CancelAsync();
        await _updating.WaitAsync(TimeSpan.FromSeconds(2), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopUpdates.Dispose();
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        _disposables.Add(part);
        return part;
    }

    // What the broker's receipts have not cleared by then waits on disk for the next start.
    private async Task DrainAsync()
    {
        long start = _time.GetTimestamp();
        await Outbox.FlushAsync().WaitAsync(DrainTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Outbox.Depth > 0 && Messenger.Connection.IsConnected && _time.GetElapsedTime(start) < DrainTimeout)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time);
    }

    private async Task RunLoopAsync(Task loop, string end)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
        catch (Exception e) // loop edge: neither reports of losses nor updates are worth the agent
        {
            _log.LogError(e, "{End}", end);
        }
    }
}
