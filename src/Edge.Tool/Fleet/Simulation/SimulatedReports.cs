using System.Security.Cryptography;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>What a simulated device says of itself: state, and signed reports while it takes the releases that <c>desired</c> names. Installing is a wait. Thread safe.</summary>
internal sealed class SimulatedReports : IDisposable
{
    private const string AgentVersion = "0.1.0";
    private readonly Lock _gate = new();
    private readonly DeviceIdentity _identity;
    private readonly TimeProvider _time;
    private readonly ECDsa _key;
    private readonly long _start;
    private readonly string _bootId = Guid.NewGuid().ToString("N");
    private readonly Dictionary<ReleaseKind, InstalledRelease> _installed = new()
    {
        [ReleaseKind.Model] = new InstalledRelease("", "street-demo", "1.0.0", 0, ""),
        [ReleaseKind.Agent] = new InstalledRelease("", "edge-agent", AgentVersion, 0, ""),
    };

    private DesiredState? _desired;
    private long _sequence;
    private long _installedAt;
    private bool _isInstalled;
    private bool _isSaid;
    private bool _isConfirmed;

    /// <summary>A device that starts now.</summary>
    public SimulatedReports(DeviceIdentity identity, TimeProvider time)
    {
        _identity = identity;
        _time = time;
        _key = identity.OpenKey();
        _start = time.GetTimestamp();
        // Grows over restarts of the simulation too.
        _sequence = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_start);

    /// <summary>Its state.</summary>
    public DeviceState State(DeviceStatus status) => new(status, AgentVersion, "street-demo", _bootId, _time.GetUtcNow());

    /// <summary>Takes a wish. Returns whether it is newer than what was wanted before.</summary>
    public bool Take(DesiredState desired, TimeSpan installTime)
    {
        lock (_gate)
        {
            if (desired.Version <= (_desired?.Version ?? 0))
                return false;
            _desired = desired;
            _isInstalled = _isSaid = _isConfirmed = false;
            _installedAt = _time.GetTimestamp() + (long)(installTime.TotalSeconds * _time.TimestampFrequency);
            return true;
        }
    }

    /// <summary>Whether the installation is over and not reported yet.</summary>
    public bool IsDue(long now)
    {
        lock (_gate)
            return _desired is not null && !_isSaid && now >= _installedAt;
    }

    /// <summary>The next report.</summary>
    public ReportedState Next()
    {
        lock (_gate)
        {
            DesiredState desired = _desired ?? new DesiredState(0, null);
            _isInstalled = _desired is not null && _time.GetTimestamp() >= _installedAt;
            var updates = new Dictionary<ReleaseKind, UpdateProgress>();
            foreach ((ReleaseKind kind, string target) in desired.Targets)
            {
                updates[kind] = new UpdateProgress
                {
                    Target = target,
                    Rollout = desired.Rollout ?? "",
                    Phase = _isInstalled ? UpdatePhase.Commit : UpdatePhase.Download,
                    Outcome = _isInstalled ? UpdateOutcome.Committed : UpdateOutcome.Running,
                    Attempts = 1,
                };
                if (_isInstalled)
                    _installed[kind] = new InstalledRelease(target, Path.GetFileNameWithoutExtension(target), "simulated", desired.Version, new string('0', 64));
            }

            _isSaid = _isInstalled;
            var report = new DeviceReport
            {
                Site = _identity.Site,
                Device = _identity.Device,
                Hardware = _identity.Hardware,
                Serial = _identity.Serial,
                AgentVersion = AgentVersion,
                BootId = _bootId,
                Sequence = ++_sequence,
                At = _time.GetUtcNow(),
                DesiredVersion = _desired?.Version,
                Rollout = desired.Rollout ?? "",
                Installed = new Dictionary<ReleaseKind, InstalledRelease>(_installed),
                Updates = updates,
            };
            return new ReportedState(_desired?.Version, true, [], AgentVersion, report.At) { Signed = SignedDeviceReport.Sign(report, _key) };
        }
    }

    /// <summary>The broker took the last report. Returns whether it was the first that said that all is installed.</summary>
    public bool Confirm()
    {
        lock (_gate)
        {
            if (!_isSaid || _isConfirmed)
                return false;
            _isConfirmed = true;
            return true;
        }
    }

    /// <summary>The report that was on its way is lost: it is due again.</summary>
    public void Lost()
    {
        lock (_gate)
            _isSaid = _isConfirmed;
    }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
