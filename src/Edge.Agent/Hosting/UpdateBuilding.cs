using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Identity;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Agents;
using Edge.Agent.Updates.Configurations;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Models;
using Edge.Agent.Updates.OperatingSystems;
using Edge.Agent.Updates.Slots;
using Edge.Agent.Updates.Tuf;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>The update engine of a device with all that it works with: the cloud's releases or carried ones, what can be installed, how the device is.</summary>
internal sealed class UpdateBuilding : IDisposable
{
    private readonly AgentHost _host;
    private readonly ReloadHandler _reloader;
    private readonly EdgeSettings _settings;
    private readonly UpdateFolders _folders;
    private readonly BoundedDownloader _downloader;
    private readonly SwitchedReleaseSource _switch = new();
    private readonly ModelInstaller _models;
    private readonly (TimeProvider Time, ILoggerFactory Loggers) _surroundings;

    /// <summary>Makes the engine; <see cref="UpdateEngine.RunAsync"/> starts it.</summary>
    /// <param name="host">The agent, its models and messenger open.</param>
    /// <param name="reloader">Puts settings in force.</param>
    /// <param name="loader">Opens models.</param>
    /// <param name="settings">The settings of the start.</param>
    /// <param name="health">The last report of the health monitor; null before the first.</param>
    /// <param name="surroundings">Clock and loggers.</param>
    public UpdateBuilding(AgentHost host, ReloadHandler reloader, ModelLoader loader, EdgeSettings settings, Func<HealthReport?> health, (TimeProvider Time, ILoggerFactory Loggers) surroundings)
    {
        _host = host;
        _reloader = reloader;
        _settings = settings;
        _surroundings = surroundings;
        _folders = new UpdateFolders(settings.Device.DataPath);
        var bandwidth = new BandwidthLimit(settings.Updates.DownloadBytesPerSecond is > 0 and var rate ? rate : null, surroundings.Time);
        _downloader = new BoundedDownloader(new DownloadLimits(), bandwidth, surroundings.Time);
        UpdatePolicy policy = PolicyOf(settings.Updates);
        _models = new ModelInstaller(new ModelInstallerParts
        {
            Loader = loader,
            Slot = host.Models,
            Settings = () => reloader.Applied,
            Replay = new ReplayRun(Path.Combine(settings.Device.DataPath, "evidence"), Path.Combine(settings.Device.DataPath, "golden"), surroundings.Time),
            Policy = policy,
            Told = (name, cancellation) => host.Messenger.Connection.SetModelAsync(name, cancellation),
            Examples = host.Cloud?.Examples,
            Clock = surroundings.Time,
        });
        HardwareIdentity identity = HardwareIdentity.Of(settings.Device.Hardware, settings.Device.Serial);
        _switch.Current = CloudSource();
        Engine = new UpdateEngine(new UpdateParts
        {
            Folders = _folders,
            Source = _switch,
            Installers = Installers(),
            Identity = new UpdateIdentity(host.Cloud?.Enrolment.Hardware ?? identity.Hardware, host.Cloud?.Enrolment.Serial ?? identity.Serial),
            Condition = new DeviceCondition(host.Messenger, health),
            Policy = policy,
            Clock = surroundings.Time,
            Log = surroundings.Loggers.CreateLogger<UpdateEngine>(),
        });
    }

    /// <summary>The engine.</summary>
    public UpdateEngine Engine { get; }

    /// <summary>Lets go of models on trial; the engine must have ended.</summary>
    public void Dispose() => _models.Dispose();

    /// <summary>Releases come from a folder from now on, with the same trusted metadata and the same checks as the cloud's.</summary>
    /// <param name="folder">Has <c>metadata</c> and <c>targets</c>.</param>
    /// <param name="root">The first root, for a device that trusts none yet; null: none.</param>
    public void Carry(string folder, ReadOnlyMemory<byte>? root) =>
        _switch.Current = WithDeltas(TufReleaseSource.InFolder(folder, Trusted(), root, _downloader, _surroundings.Time));

    /// <summary>Releases come from the cloud again, where there is one.</summary>
    public void CarryNoMore() => _switch.Current = CloudSource();

    private static UpdatePolicy PolicyOf(UpdateSettings settings) => new()
    {
        Probation = settings.Probation,
        FaultPatience = settings.FaultPatience,
        BrokerPatience = settings.BrokerPatience,
        RefreshEvery = settings.RefreshEvery,
        ShadowTime = settings.ShadowTime,
        ShadowFrames = settings.ShadowFrames,
        ReplayPictures = settings.ReplayPictures,
    };

    private IReleaseInstaller[] Installers()
    {
        var installers = new List<IReleaseInstaller> { _models, new AgentInstaller(_folders, Environment.GetEnvironmentVariable(AgentInstaller.SlotVariable), TryAgentAsync) };
        if (_reloader.Released is { } released)
            installers.Add(new ConfigurationInstaller(released, () => _host.Models.Definition.Labels, _reloader.ReloadReleasedAsync));
        if (RaucInstaller.Find(_folders) is { } images)
            installers.Add(images);
        return [.. installers];
    }

    private Task TryAgentAsync(string program, CancellationToken cancellation) => AgentTrial.RunAsync(program, _reloader.ConfigPath, _surroundings.Time, cancellation);

    private IReleaseSource? CloudSource()
    {
        if (_host.Cloud is not { } cloud)
            return null;
        TrustedFolder trusted = Trusted();
        return WithDeltas(new CloudReleaseSource(
            cloud.Http.Client,
            trusted,
            _surroundings.Time,
            root => TufReleaseSource.OverHttp(cloud.Http.Client, new Uri("tuf", UriKind.Relative), trusted, root, _downloader, _surroundings.Time))
        {
            Enrolled = cloud.Enrolment.TrustedRoot,
        });
    }

    private DeltaReleaseSource WithDeltas(IReleaseSource source) => new(source, new InstalledReleases(new ReleaseStore(_folders)), _surroundings.Loggers.CreateLogger<DeltaReleaseSource>());

    private TrustedFolder Trusted() => new(Path.Combine(_folders.Root, "metadata"));

    private sealed class InstalledReleases(ReleaseStore store) : IInstalledFiles
    {
        public string? Find(string sha256) => store.FindAny(sha256);
    }
}
