using System.Security.Cryptography;
using Edge.Agent.Identity;
using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Cloud;

/// <summary>Makes the device's signed reports. One thread at a time (<see cref="Messaging.ReportedPublisher"/> sees to it).</summary>
internal sealed class DeviceReporter : IDisposable
{
    private readonly DeviceEnrolment _enrolment;
    private readonly ECDsa _key;
    private readonly ReportSequence _sequence;
    private readonly (string AgentVersion, string BootId) _run;
    private readonly TimeProvider _time;

    /// <summary>Reports of <paramref name="enrolment"/>'s device.</summary>
    /// <param name="enrolment">Who it is.</param>
    /// <param name="key">Its key; stays the caller's.</param>
    /// <param name="sequence">Numbers of reports; of this reporter alone.</param>
    /// <param name="run">The agent's version, and what tells this start from others.</param>
    /// <param name="time">Clock.</param>
    public DeviceReporter(DeviceEnrolment enrolment, DeviceKey key, ReportSequence sequence, (string AgentVersion, string BootId) run, TimeProvider time)
    {
        _enrolment = enrolment;
        _key = key.Open();
        _sequence = sequence;
        _run = run;
        _time = time;
    }

    /// <summary>The rollout that the last accepted <c>desired</c> named; empty for none.</summary>
    public string Rollout { get; set; } = "";

    /// <summary>How updates fare; set before the first report.</summary>
    public required Func<UpdateStatus> Status { get; init; }

    /// <summary>The report of now.</summary>
    /// <param name="desired">Version of the <c>desired</c> that was last accepted; null for none.</param>
    public SignedDeviceReport Sign(long? desired)
    {
        UpdateStatus status = Status();
        return SignedDeviceReport.Sign(
            new DeviceReport
            {
                Site = _enrolment.Site,
                Device = _enrolment.Device,
                Hardware = _enrolment.Hardware,
                Serial = _enrolment.Serial,
                AgentVersion = _run.AgentVersion,
                BootId = _run.BootId,
                Sequence = _sequence.Next(),
                At = _time.GetUtcNow(),
                DesiredVersion = desired,
                Rollout = Rollout,
                Installed = status.Installed,
                Updates = status.Updates,
                MetadataFault = status.MetadataFault,
            },
            _key);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
