using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>
/// What a rollout does next. Pure: state, what is seen of the fleet and the time in; state, what devices are told and what happened out.
/// <list type="number">
/// <item>Every device takes its step (<see cref="DeviceSteps"/>); one that failed is told to go back at once.</item>
/// <item>The rings that have begun are measured against the operator's limits (<see cref="HealthJudge"/>). Too many failures, or a ring that breaks a limit as
/// a whole, halt the rollout: every device that took the release is told to go back.</item>
/// <item>A ring whose devices all proved, failed or were waited for in vain passes with its quorum, and says so where it has none.</item>
/// <item>The open ring's devices are offered the release, as many at once as the plan says.</item>
/// </list>
/// What it answers is committed in one transaction, or decided again from the same state: a crash in between costs nothing.
/// </summary>
internal sealed class RolloutDecision
{
    private static readonly Dictionary<string, string> Nobody = [];
    private readonly Dictionary<string, RolloutDevice> _devices;
    private readonly IReadOnlyDictionary<string, FleetDevice> _fleet;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<DesiredChange> _desired = [];
    private readonly List<RolloutEvent> _events = [];
    private readonly DateTimeOffset _now;
    private readonly double _trend;
    private Rollout _rollout;

    private RolloutDecision(Rollout rollout, IEnumerable<RolloutDevice> devices, FleetView fleet, DateTimeOffset now)
    {
        // A clock that was set back must not make anything younger than it is.
        _now = now > rollout.SteppedAt ? now : rollout.SteppedAt;
        _rollout = rollout with { SteppedAt = _now };
        _devices = devices.ToDictionary(device => device.Device, StringComparer.Ordinal);
        _fleet = fleet.Devices;
        _trend = RateComparison.Trend(fleet.Untouched);
    }

    /// <summary>Decides.</summary>
    /// <param name="rollout">Its state.</param>
    /// <param name="devices">All its devices.</param>
    /// <param name="fleet">What is seen of them.</param>
    /// <param name="now">UTC.</param>
    public static RolloutStep Step(Rollout rollout, IEnumerable<RolloutDevice> devices, FleetView fleet, DateTimeOffset now)
    {
        var decision = new RolloutDecision(rollout, devices, fleet, now);
        decision.StepDevices();
        decision.StepRings();
        return decision.Result();
    }

    /// <summary>An operator ends the rollout.</summary>
    public static RolloutStep Abort(Rollout rollout, IEnumerable<RolloutDevice> devices, RolloutAbort how, string by, DateTimeOffset now)
    {
        var decision = new RolloutDecision(rollout, devices, FleetView.Empty, now);
        string reason = $"aborted by {by}" + (string.IsNullOrWhiteSpace(how.Reason) ? "" : $": {how.Reason}");
        decision._events.Add(new RolloutEvent(RolloutEventKinds.Aborted, reason + (how.Keep ? "; devices keep what they took" : "; devices go back")));
        decision.End(RolloutStatus.Aborted, reason, goBack: !how.Keep);
        return decision.Result();
    }

    private void StepDevices()
    {
        var judge = new HealthJudge(_rollout.Plan, _trend);
        var steps = new DeviceSteps(_rollout, judge, _now);
        foreach (RolloutDevice device in _devices.Values.OrderBy(device => device.Device, StringComparer.Ordinal).ToList())
        {
            RolloutDevice next = steps.Next(device, _fleet.GetValueOrDefault(device.Device));
            if (ReferenceEquals(next, device))
                continue;
            Set(next);
            if (next.Progress == device.Progress)
                continue;
            Tell(next);
            if (next.Progress == DeviceProgress.Failed)
                _desired.Add(new DesiredChange(next.Device, next.PreviousTarget!));
        }

        var rings = _rollout.Rings.ToArray();
        for (int ring = 0; ring < rings.Length; ring++)
        {
            if (rings[ring].Status != RingStatus.Waiting && _rollout.IsLive)
                rings[ring] = rings[ring] with { Measures = judge.Measure([.. Watched(ring)]) };
        }

        _rollout = _rollout with { Rings = rings };
    }

    private void StepRings()
    {
        if (!_rollout.IsLive)
            return;
        for (int ring = 0; ring < _rollout.Rings.Count; ring++)
        {
            if (_rollout.Rings[ring].Status == RingStatus.Waiting)
                break;
            if (ReasonToHalt(ring) is { } reason)
            {
                Halt(ring, reason);
                return;
            }
        }

        if (_rollout.Status == RolloutStatus.Running)
            Advance();
    }

    private string? ReasonToHalt(int ring)
    {
        List<RolloutDevice> members = Members(ring);
        List<RolloutDevice> failed = [.. members.Where(device => device.Progress == DeviceProgress.Failed)];
        int allowed = _rollout.MayFail(members.Count);
        if (failed.Count > allowed)
            return $"{failed.Count} of {Counts.Text(members.Count, "device")} failed, allowed {allowed}; {failed[0].Device}: {failed[0].Reason}";
        // Devices break the other limits one by one, and are counted above. What no single device shows may still be plain over all of them.
        return _rollout.Rings[ring].Measures.FirstOrDefault(measure => measure is { IsBroken: true, Metric: HealthMetric.AlertRate })?.Text;
    }

    private void Halt(int ring, string reason)
    {
        reason = $"ring '{Name(ring)}': {reason}";
        SetRing(ring, _rollout.Rings[ring] with { Status = RingStatus.Failed, EndedAt = _now });
        _events.Add(new RolloutEvent(RolloutEventKinds.Halted, reason, ring));
        End(RolloutStatus.Halted, reason, goBack: true);
    }

    private void End(RolloutStatus status, string reason, bool goBack)
    {
        _rollout = _rollout with { Status = status, Reason = reason, Attention = null, EndedAt = _now };
        foreach (RolloutDevice device in _devices.Values.Where(device => goBack && device.HasTaken && device.PreviousTarget != _rollout.Plan.Target).OrderBy(device => device.Device, StringComparer.Ordinal).ToList())
        {
            Set(device with { Progress = DeviceProgress.RollingBack, Reason = null });
            _desired.Add(new DesiredChange(device.Device, device.PreviousTarget!));
        }
    }

    private void Advance()
    {
        string? attention = null;
        for (int ring = 0; ring < _rollout.Rings.Count; ring++)
        {
            RolloutRing state = _rollout.Rings[ring];
            if (state.Status == RingStatus.Passed)
            {
                // An operator may have let it pass before all of its devices were offered the release.
                Offer(ring);
                continue;
            }

            if (state.Status == RingStatus.Waiting)
            {
                SetRing(ring, state with { Status = RingStatus.Open, OpenedAt = _now });
                _events.Add(new RolloutEvent(RolloutEventKinds.Opened, $"ring '{Name(ring)}' began with {Counts.Text(Members(ring).Count, "device")}", ring));
            }

            Offer(ring);
            if (!MayPass(ring, out attention))
                break;
            Pass(ring);
        }

        if (attention is not null && attention != _rollout.Attention)
            _events.Add(new RolloutEvent(RolloutEventKinds.Attention, attention));
        _rollout = _rollout with { Attention = attention };
        if (_rollout.Rings.All(ring => ring.Status == RingStatus.Passed))
        {
            List<RolloutDevice> all = [.. _devices.Values.Where(device => device.Counts)];
            string text = $"{all.Count(device => device.Progress == DeviceProgress.Healthy)} of {Counts.Text(all.Count, "device")} proved well" + Missing(all);
            _events.Add(new RolloutEvent(RolloutEventKinds.Completed, text));
            _rollout = _rollout with { Status = RolloutStatus.Completed, Reason = text, EndedAt = _now };
        }
    }

    private void Offer(int ring)
    {
        List<RolloutDevice> members = Members(ring);
        int busy = members.Count(device => device.Progress is DeviceProgress.Offered or DeviceProgress.Updating);
        int most = _rollout.Plan.Rings[ring].AtOnce is { } atOnce ? Math.Max(0, atOnce - busy) : int.MaxValue;
        foreach (RolloutDevice device in members.Where(device => device.Progress == DeviceProgress.Waiting).Take(most))
        {
            FleetDevice? seen = _fleet.GetValueOrDefault(device.Device);
            string? reason = seen is null ? "it is no longer in the fleet" : RingAssignment.ReasonAgainst(_rollout, seen, Nobody);
            if (seen is null || reason is not null)
            {
                Set(device with { Progress = DeviceProgress.Excluded, Reason = reason });
                _events.Add(new RolloutEvent(RolloutEventKinds.Excluded, reason!, ring, device.Device));
                continue;
            }

            Set(device with { Progress = DeviceProgress.Offered, OfferedAt = _now, PreviousTarget = Before(seen), LatencyBeforeMs = seen.Health.LatencyP99Ms });
            _desired.Add(new DesiredChange(device.Device, _rollout.Plan.Target));
            _events.Add(new RolloutEvent(RolloutEventKinds.Offered, $"told to take {_rollout.Plan.Target}", ring, device.Device));
        }
    }

    /// <summary>
    /// What a device goes back to: what it runs, since that has proved itself; what it was told to have proves nothing. But where an earlier rollout has not
    /// been settled, what it runs may be the very thing that it is leaving.
    /// </summary>
    private static string Before(FleetDevice seen) => seen.Unsettled?.Previous ?? seen.InstalledTarget ?? seen.DesiredTarget ?? DesiredTargets.Factory;

    /// <summary>Whether the next ring may begin. Devices that never answer are waited for, then passed over by the quorum: counted and said, never silently.</summary>
    private bool MayPass(int ring, out string? attention)
    {
        attention = null;
        List<RolloutDevice> members = Members(ring);
        if (_rollout.Rings[ring].IsAdvanced)
            return true;
        if (members.Any(device => device.Progress is DeviceProgress.Waiting or DeviceProgress.Offered or DeviceProgress.Updating or DeviceProgress.OnTrial))
            return false;
        int healthy = members.Count(device => device.Progress == DeviceProgress.Healthy);
        int needed = _rollout.Needed(ring, members.Count);
        if (healthy >= needed)
            return true;
        attention = $"ring '{Name(ring)}' waits: {healthy} of {Counts.Text(members.Count, "device")} proved well, {needed} needed{Missing(members)}";
        return false;
    }

    private void Pass(int ring)
    {
        List<RolloutDevice> members = Members(ring);
        SetRing(ring, _rollout.Rings[ring] with { Status = RingStatus.Passed, EndedAt = _now });
        string unjudged = string.Concat(_rollout.Rings[ring].Measures.Where(measure => measure.Value is null).Select(measure => $"; {MetricWord(measure.Metric)}: {measure.Text}"));
        string text = members.Count == 0
            ? "no devices are in it"
            : $"{members.Count(device => device.Progress == DeviceProgress.Healthy)} of {Counts.Text(members.Count, "device")} proved well{Missing(members)}{unjudged}";
        _events.Add(new RolloutEvent(RolloutEventKinds.Passed, $"ring '{Name(ring)}' passed: {text}", ring));
    }

    private static string MetricWord(HealthMetric metric) => metric switch
    {
        HealthMetric.AlertRate => "alert rate",
        HealthMetric.ShadowDisagreement => "shadow",
        HealthMetric.LatencyP99 => "latency",
        HealthMetric.Restarts => "restarts",
        HealthMetric.Temperature => "temperature",
        _ => "update",
    };

    private static string Missing(IReadOnlyCollection<RolloutDevice> devices)
    {
        string Of(DeviceProgress progress, string text) =>
            devices.Count(device => device.Progress == progress) is > 0 and int count ? $"; {count} {text}" : "";
        return Of(DeviceProgress.Silent, "never answered") + Of(DeviceProgress.Late, "did not finish") + Of(DeviceProgress.Failed, "failed");
    }

    private IEnumerable<(RolloutDevice, DeviceHealth)> Watched(int ring) => Members(ring)
        .Where(device => device.InstalledAt is not null && device.Progress is DeviceProgress.OnTrial or DeviceProgress.Healthy or DeviceProgress.Late && _fleet.ContainsKey(device.Device))
        .Select(device => (device, _fleet[device.Device].Health));

    private List<RolloutDevice> Members(int ring) =>
        [.. _devices.Values.Where(device => device.Ring == ring && device.Counts).OrderBy(device => device.Device, StringComparer.Ordinal)];

    private string Name(int ring) => _rollout.Plan.Rings[ring].Name;

    private void Set(RolloutDevice device)
    {
        _devices[device.Device] = device;
        _changed.Add(device.Device);
    }

    private void SetRing(int index, RolloutRing ring)
    {
        var rings = _rollout.Rings.ToArray();
        rings[index] = ring;
        _rollout = _rollout with { Rings = rings };
    }

    private void Tell(RolloutDevice device)
    {
        (string Kind, string Text)? what = device.Progress switch
        {
            DeviceProgress.OnTrial => (RolloutEventKinds.Installed, $"runs it, watched for {Durations.Text(_rollout.Soak(device.Ring))}"),
            DeviceProgress.Healthy => (RolloutEventKinds.Healthy, "proved well"),
            DeviceProgress.Failed => (RolloutEventKinds.Failed, device.Reason ?? "failed"),
            DeviceProgress.Silent => (RolloutEventKinds.Silent, device.Reason ?? "no answer"),
            DeviceProgress.Late => (RolloutEventKinds.Late, device.Reason ?? "late"),
            DeviceProgress.RolledBack => (RolloutEventKinds.RolledBack, $"runs {device.PreviousTarget} again"),
            DeviceProgress.Excluded => (RolloutEventKinds.Excluded, device.Reason ?? "left out"),
            _ => null,
        };
        if (what is { } told)
            _events.Add(new RolloutEvent(told.Kind, told.Text, device.Ring, device.Device));
    }

    private RolloutStep Result() => new()
    {
        Rollout = _rollout,
        Changed = [.. _changed.Order(StringComparer.Ordinal).Select(device => _devices[device])],
        Desired = _desired,
        Events = RolloutEvents.Gathered(_events),
    };
}
