using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Identity;
using Edge.Agent.Messaging;
using Edge.Agent.Updates;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Cloud;

/// <summary>
/// An enrolled device's tie to its cloud, beside the messages that everybody sends:
/// <list type="number">
/// <item><c>desired</c> becomes what the update engine is to reach; names only, the engine trusts nothing in it;</item>
/// <item>what the device runs, and how updates fare, goes out signed on <c>reported</c>, whenever it changes;</item>
/// <item>hard examples are collected, and pictures that the cloud asks for are uploaded, within a budget;</item>
/// <item>the certificate is renewed before its end.</item>
/// </list>
/// </summary>
internal sealed class CloudLink : IDesiredHandler, IDisposable
{
    private readonly EnrolmentFolder _folder;
    private readonly DeviceKey _key;
    private readonly DeviceReporter _reporter;
    private readonly PictureUploader _uploader;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private UpdateEngine? _engine;
    private Messenger? _messenger;

    private CloudLink(EdgeSettings settings, EnrolmentFolder folder, DeviceEnrolment enrolment, string bootId, TimeProvider time, ILoggerFactory loggers)
    {
        _folder = folder;
        _time = time;
        _loggers = loggers;
        Enrolment = enrolment;
        Http = CloudHttp.Of(enrolment, folder);
        _key = DeviceKey.Load(folder.DataPath);
        _reporter = new DeviceReporter(enrolment, _key, new ReportSequence(folder.Folder), (Hosting.AgentHost.Version, bootId), time) { Status = () => _engine?.Status ?? NothingInstalled };
        var budget = new UploadBudget(Path.Combine(folder.Folder, "uploads.spent"), settings.Cloud.UploadBytesPerDay, time);
        _uploader = new PictureUploader(Http, budget, time, loggers.CreateLogger<PictureUploader>());
        Examples = settings.Cloud.UploadBytesPerDay > 0 ? ExamplesIn(folder.DataPath) : null;
        Commands = [new PicturesCommand(_uploader, new EvidenceFiles(Path.Combine(folder.DataPath, "evidence")), Hardest)];
    }

    /// <summary>Who the device is in its fleet, as of the start.</summary>
    public DeviceEnrolment Enrolment { get; }

    /// <summary>The way to the cloud.</summary>
    public CloudHttp Http { get; }

    /// <summary>What the cloud may ask for over MQTT.</summary>
    public IReadOnlyList<ICommandHandler> Commands { get; }

    /// <summary>Collects hard examples for the cloud; null where nothing may be uploaded.</summary>
    public ExampleRecorder? Examples { get; }

    private static UpdateStatus NothingInstalled { get; } = new() { Installed = new Dictionary<ReleaseKind, InstalledRelease>() };

    /// <summary>The link of an enrolled device; null where it is not enrolled, or <c>cloud.enabled</c> is off.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="bootId">What tells this start from others.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Loggers.</param>
    /// <exception cref="EnrolmentException">There is an enrolment that can't be used.</exception>
    /// <exception cref="DeviceKeyException">The device's key can't be read.</exception>
    public static CloudLink? Open(EdgeSettings settings, string bootId, TimeProvider time, ILoggerFactory loggers)
    {
        if (!settings.Cloud.Enabled)
            return null;
        var folder = new EnrolmentFolder(settings.Device.DataPath);
        return folder.Load() is { } enrolment ? new CloudLink(settings, folder, enrolment, bootId, time, loggers) : null;
    }

    /// <summary>Begins to report, and gives what else must run as long as the agent does.</summary>
    /// <param name="messenger">The talk with the broker.</param>
    /// <param name="engine">What brings releases; null where the device takes none.</param>
    public IEnumerable<BackgroundService> Attach(Messenger messenger, UpdateEngine? engine)
    {
        _messenger = messenger;
        _engine = engine;
        if (engine is not null)
            engine.Changed += messenger.Reported.Renew;
        messenger.Reported.SignWith(_reporter.Sign);
        yield return _uploader;
        yield return new CertificateRenewer(_folder, Http, Renewed, _time, _loggers.CreateLogger<CertificateRenewer>());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> faults = FaultsOf(desired);
        if (faults.Count == 0)
        {
            _reporter.Rollout = desired.Rollout ?? "";
            _engine?.SetDesired(new DesiredTargets(desired.Targets, desired.Rollout ?? ""));
        }

        return Task.FromResult(faults);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_engine is not null && _messenger is not null)
            _engine.Changed -= _messenger.Reported.Renew;
        Examples?.Dispose();
        _reporter.Dispose();
        _key.Dispose();
        Http.Dispose();
    }

    private IReadOnlyList<string> FaultsOf(DesiredState desired)
    {
        if (desired.Configuration is not null)
            return ["configuration: refused, since a message on this topic is not signed; allowed: a release of the kind configuration, in targets"];
        return desired.Targets.Count > 0 && _engine is null ? ["targets: this device takes no releases"] : [];
    }

    private ExampleRecorder ExamplesIn(string dataPath)
    {
        ILogger log = _loggers.CreateLogger<ExampleRecorder>();
        var limits = new ExampleLimits();
        return new ExampleRecorder(new ExampleStore(Path.Combine(dataPath, "examples"), limits, log), limits, _time, log);
    }

    // What the cloud has is not asked for, nor paid for, again.
    private IEnumerable<WaitingPicture> Hardest(int maximum) => Examples?.Store is { } store
        ? store.Hardest(maximum).Select(example => new WaitingPicture(store.Picture(example.About.Subject), example.About) { Taken = () => store.Remove(example.About.Subject) })
        : [];

    private void Renewed() => _ = _messenger?.Connection.ReconnectAsync("the device's certificate was renewed");
}
