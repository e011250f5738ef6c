using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>
/// Judges a release in its probation, from samples with their time. Pure. It passes when it has worked for the whole time without a break that was too long;
/// it fails when a part, or the broker that was there before, stays away for longer than the policy's patience.
/// </summary>
internal sealed class ProbationWatch(UpdatePolicy policy, bool hadBroker, IReadOnlyCollection<string> faultsBefore)
{
    private TimeSpan? _start, _faultSince, _brokerLostSince, _goodSince;

    /// <summary>Whether the probation is over and the release has passed.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>Takes one look.</summary>
    /// <param name="now">Monotonic.</param>
    /// <param name="faults">What is out of order.</param>
    /// <param name="isBrokerConnected">Whether the broker answers.</param>
    /// <exception cref="UpdateRefusedException">The release is to be taken back.</exception>
    public void Look(TimeSpan now, IReadOnlyList<string> faults, bool isBrokerConnected)
    {
        _start ??= now;
        // A camera that was dark before the release is no sign against it.
        string? counted = faults.FirstOrDefault(one => !faultsBefore.Contains(one));
        bool brokerLost = hadBroker && !isBrokerConnected;
        _faultSince = counted is null ? null : _faultSince ?? now;
        _brokerLostSince = brokerLost ? _brokerLostSince ?? now : null;
        if (_faultSince is { } fault && now - fault > policy.FaultPatience)
            throw new UpdateRefusedException(UpdateFault.Unhealthy, $"for {(now - fault).TotalSeconds:0} s under the release: {counted}");
        if (_brokerLostSince is { } lost && now - lost > policy.BrokerPatience)
            throw new UpdateRefusedException(UpdateFault.BrokerLost, $"the broker, there before the release, did not answer for {(now - lost).TotalSeconds:0} s under it");
        _goodSince = counted is null && !brokerLost ? _goodSince ?? now : null;
        // The last part of the time must have been good: a fault that has just begun is waited for, not passed over.
        HasPassed = now - _start.Value >= policy.Probation && _goodSince is not null;
    }
}
