using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Contracts.Updates;

namespace Edge.Agent.Messaging;

/// <summary>
/// Says on <c>reported</c>, retained, what was made of <c>desired</c> and, on an enrolled device, what the device runs, signed. The newest wins;
/// a new connection gets it again. Thread safe.
/// </summary>
public sealed class ReportedPublisher(EdgeTopics topics, LatestPublisher publisher, string agentVersion, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Func<long?, SignedDeviceReport>? _sign;
    private long? _answered;
    private long? _accepted;
    private IReadOnlyList<string> _faults = [];

    /// <summary>From now on reports are signed; one is said at once.</summary>
    /// <param name="sign">Makes the signed report; gets the version of <c>desired</c> that was last accepted, null for none. Called one at a time, in the order of publication.</param>
    public void SignWith(Func<long?, SignedDeviceReport> sign)
    {
        lock (_gate)
        {
            _sign = sign;
            Publish();
        }
    }

    /// <summary>Answers a <c>desired</c>.</summary>
    /// <param name="version">Its version; null where it could not be read.</param>
    /// <param name="faults">Why it is not taken; empty when it is.</param>
    public void Answer(long? version, IReadOnlyList<string> faults)
    {
        lock (_gate)
        {
            _answered = version;
            _faults = faults;
            if (faults.Count == 0)
                _accepted = version;
            Publish();
        }
    }

    /// <summary>What the device runs, or how an update fares, has changed. Says nothing on a device that signs nothing.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (_sign is not null)
                Publish();
        }
    }

    private void Publish() =>
        publisher.Publish(new OutgoingMessage(
            topics.Reported,
            DeviceMessages.Write(new ReportedState(_answered, _faults.Count == 0, _faults, agentVersion, clock.GetUtcNow()) { Signed = _sign?.Invoke(_accepted) }))
        {
            Retain = true,
        });
}
