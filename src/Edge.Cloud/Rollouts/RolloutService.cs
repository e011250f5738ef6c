using System.Text.Json;
using Edge.Cloud.Releases;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>What operators and the loop do with rollouts: reads, decides (in pure code), commits. Safe for any number of threads and instances.</summary>
internal sealed class RolloutService(RolloutStore store, FleetReader fleet, IReleaseCatalogue releases, TimeProvider time)
{
    /// <summary>Steps in which nothing happened are not written oftener, but for fresh measures.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private const int Attempts = 5;

    /// <summary>Starts a rollout.</summary>
    /// <exception cref="RolloutRefusedException">The plan is out of order; every fault is named.</exception>
    public async Task<Rollout> CreateAsync(RolloutPlan plan, string by, CancellationToken cancel)
    {
        ReleaseDescription release = await CheckAsync(plan, cancel);
        IReadOnlyList<FleetDevice> devices = await fleet.ReadAllAsync(plan.Kind, cancel);
        Rollout rollout = New(plan, release, by);
        await store.CreateAsync(
            rollout,
            held =>
            {
                IReadOnlyList<RolloutDevice> assigned = RingAssignment.Assign(rollout, devices, held, rollout.CreatedAt);
                if (assigned.All(device => device.Ring != 0))
                    throw new RolloutRefusedException([$"rings[0] '{plan.Rings[0].Name}' has no devices{Why(assigned)}; allowed: a first ring that something can be learnt from"]);
                return assigned;
            },
            cancel);
        return rollout;
    }

    /// <summary>Which devices a plan would take, without starting it.</summary>
    /// <exception cref="RolloutRefusedException">The plan is out of order; every fault is named.</exception>
    public async Task<RolloutView> PreviewAsync(RolloutPlan plan, string by, CancellationToken cancel)
    {
        ReleaseDescription release = await CheckAsync(plan, cancel);
        Rollout rollout = New(plan, release, by);
        IReadOnlyDictionary<string, string> held = await store.HeldAsync(cancel);
        IReadOnlyList<RolloutDevice> assigned = RingAssignment.Assign(rollout, await fleet.ReadAllAsync(plan.Kind, cancel), held, rollout.CreatedAt);
        return RolloutViews.Of(rollout, assigned.GroupBy(device => (device.Ring, device.Progress)).Select(group => (group.Key.Ring, group.Key.Progress, group.Count())));
    }

    /// <summary>One step of a rollout, committed where anything came of it.</summary>
    public async Task StepAsync(string id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not var (rollout, revision))
            return;
        IReadOnlyList<RolloutDevice> devices = await store.DevicesAsync(id, cancel);
        RolloutStep step = RolloutDecision.Step(rollout, devices, await fleet.ReadAsync(rollout, cancel), time.GetUtcNow());
        bool isWorthwhile = step.Changed.Count > 0 || step.Desired.Count > 0 || step.Events.Count > 0
            || step.Rollout.Attention != rollout.Attention
            || (step.Rollout.SteppedAt - rollout.SteppedAt >= Quiet && Text(step.Rollout.Rings) != Text(rollout.Rings))
            || (!rollout.IsLive && !step.Changed.Any() && step.Rollout.SteppedAt - rollout.SteppedAt >= TimeSpan.FromHours(1));
        // Where somebody else was faster, the next look decides from what they left.
        if (isWorthwhile)
            await store.CommitAsync(step, revision, null, cancel);
    }

    /// <summary>Lets devices that came to the fleet after live rollouts began join them.</summary>
    public async Task JoinAsync(string id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not var (rollout, revision) || !rollout.IsLive)
            return;
        var known = (await store.DevicesAsync(id, cancel)).Select(device => device.Device).ToHashSet(StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> held = await store.HeldAsync(cancel);
        List<RolloutDevice> joined = [.. (await fleet.ReadAllAsync(rollout.Plan.Kind, cancel))
            .Where(device => !known.Contains(device.Device))
            .Select(device => RingAssignment.Join(rollout, device, held))
            .OfType<RolloutDevice>()];
        if (joined.Count > 0)
            await store.CommitAsync(new RolloutStep { Rollout = rollout, Changed = joined, Desired = [], Events = [] }, revision, null, cancel);
    }

    /// <summary>No more devices are offered the release; null where there is no such rollout.</summary>
    /// <exception cref="RolloutConflictException">It is not running.</exception>
    public Task<Rollout?> PauseAsync(string id, string by, CancellationToken cancel) =>
        ActAsync(id, (by, "rollout.pause", new { }), rollout => Of(RolloutActions.Pause(rollout, by)), cancel);

    /// <summary>It goes on; null where there is no such rollout.</summary>
    /// <exception cref="RolloutConflictException">It is not paused.</exception>
    public Task<Rollout?> ResumeAsync(string id, string by, CancellationToken cancel) =>
        ActAsync(id, (by, "rollout.resume", new { }), rollout => Of(RolloutActions.Resume(rollout, by)), cancel);

    /// <summary>The open ring passes without its quorum; null where there is no such rollout.</summary>
    /// <exception cref="RolloutConflictException">It is not running.</exception>
    public Task<Rollout?> AdvanceAsync(string id, RolloutAdvance how, string by, CancellationToken cancel) =>
        ActAsync(id, (by, "rollout.advance", how), rollout => Of(RolloutActions.Advance(rollout, how, by)), cancel);

    /// <summary>It ends; null where there is no such rollout.</summary>
    /// <exception cref="RolloutConflictException">It has ended.</exception>
    public async Task<Rollout?> AbortAsync(string id, RolloutAbort how, string by, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (await store.FindAsync(id, cancel) is not var (rollout, revision))
                return null;
            RolloutActions.RequireLive(rollout);
            RolloutStep step = RolloutDecision.Abort(rollout, await store.DevicesAsync(id, cancel), how, by, time.GetUtcNow());
            if (await store.CommitAsync(step, revision, (by, "rollout.abort", how), cancel))
                return step.Rollout;
            RefuseAfter(attempt, rollout);
        }
    }

    private static RolloutStep Of((Rollout Rollout, RolloutEvent Event) done) => new() { Rollout = done.Rollout, Changed = [], Desired = [], Events = [done.Event] };

    private async Task<Rollout?> ActAsync(string id, (string, string, object) deed, Func<Rollout, RolloutStep> act, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (await store.FindAsync(id, cancel) is not var (rollout, revision))
                return null;
            DateTimeOffset now = time.GetUtcNow();
            RolloutStep step = act(rollout with { SteppedAt = now > rollout.SteppedAt ? now : rollout.SteppedAt });
            if (await store.CommitAsync(step, revision, deed, cancel))
                return step.Rollout;
            RefuseAfter(attempt, rollout);
        }
    }

    private static void RefuseAfter(int attempt, Rollout rollout)
    {
        if (attempt >= Attempts)
            throw new RolloutConflictException($"rollout '{rollout.Plan.Name}' changes too often at this moment; try again");
    }

    private async Task<ReleaseDescription> CheckAsync(RolloutPlan plan, CancellationToken cancel)
    {
        List<string> faults = [.. RolloutPlanChecks.Faults(plan)];
        // A delta is a target, but no release by itself.
        ReleaseDescription? release = faults.Any(fault => fault.StartsWith("target", StringComparison.Ordinal)) ? null : (await releases.FindAsync(plan.Target, cancel))?.Description;
        if (release is null && faults.Count == 0)
            faults.Add($"target is '{plan.Target}'; allowed: a release that is published here");
        if (release is not null && release.Kind != plan.Kind)
            faults.Add($"kind is {Words.Of(plan.Kind)}; allowed for '{plan.Target}': {Words.Of(release.Kind)}");
        return faults.Count == 0 ? release! : throw new RolloutRefusedException(faults);
    }

    private Rollout New(RolloutPlan plan, ReleaseDescription release, string by)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return new Rollout
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Plan = plan,
            Release = release,
            Status = RolloutStatus.Running,
            CreatedAt = now,
            CreatedBy = by,
            SteppedAt = now,
            Rings = [.. plan.Rings.Select(_ => new RolloutRing())],
        };
    }

    private static string Why(IReadOnlyList<RolloutDevice> assigned) => assigned.Count == 0
        ? ": no device of the fleet meets 'devices'"
        : assigned.Where(device => device.Reason is not null).GroupBy(device => device.Reason).OrderByDescending(group => group.Count()).Take(1).Select(group => $": of {assigned.Count} devices, {group.Count()} are left out since {group.Key}").FirstOrDefault("");

    private static string Text(IReadOnlyList<RolloutRing> rings) => JsonSerializer.Serialize(rings, JsonSerializerOptions.Web);
}
