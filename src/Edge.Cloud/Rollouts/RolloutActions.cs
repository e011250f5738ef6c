using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>What operators do to a rollout. Pure.</summary>
internal static class RolloutActions
{
    /// <summary>No more devices are offered the release.</summary>
    /// <exception cref="RolloutConflictException">It is not running.</exception>
    public static (Rollout Rollout, RolloutEvent Event) Pause(Rollout rollout, string by)
    {
        Require(rollout, RolloutStatus.Running, "pause");
        return (rollout with { Status = RolloutStatus.Paused, Reason = $"paused by {by}" }, new RolloutEvent(RolloutEventKinds.Paused, $"paused by {by}"));
    }

    /// <summary>It goes on.</summary>
    /// <exception cref="RolloutConflictException">It is not paused.</exception>
    public static (Rollout Rollout, RolloutEvent Event) Resume(Rollout rollout, string by)
    {
        Require(rollout, RolloutStatus.Paused, "resume");
        return (rollout with { Status = RolloutStatus.Running, Reason = null }, new RolloutEvent(RolloutEventKinds.Resumed, $"resumed by {by}"));
    }

    /// <summary>The open ring passes without its quorum. Its devices are watched on.</summary>
    /// <exception cref="RolloutConflictException">It is not running, or no ring is open.</exception>
    public static (Rollout Rollout, RolloutEvent Event) Advance(Rollout rollout, RolloutAdvance how, string by)
    {
        Require(rollout, RolloutStatus.Running, "advance");
        int ring = Array.FindIndex([.. rollout.Rings], candidate => candidate.Status == RingStatus.Open);
        if (ring < 0)
            throw new RolloutConflictException($"rollout '{rollout.Plan.Name}' has no open ring; allowed: advance while one is open");
        RolloutRing[] rings = [.. rollout.Rings];
        rings[ring] = rings[ring] with { IsAdvanced = true };
        return (rollout with { Rings = rings }, new RolloutEvent(RolloutEventKinds.Advanced, $"ring '{rollout.Plan.Rings[ring].Name}' let pass by {by}: {how.Reason}", ring));
    }

    /// <summary>Refuses to end what has ended.</summary>
    /// <exception cref="RolloutConflictException">It has ended.</exception>
    public static void RequireLive(Rollout rollout)
    {
        if (!rollout.IsLive)
            throw new RolloutConflictException($"rollout '{rollout.Plan.Name}' is {Word(rollout.Status)}; allowed: abort while it is running or paused");
    }

    private static void Require(Rollout rollout, RolloutStatus status, string action)
    {
        if (rollout.Status != status)
            throw new RolloutConflictException($"rollout '{rollout.Plan.Name}' is {Word(rollout.Status)}; allowed: {action} while it is {Word(status)}");
    }

    private static string Word(RolloutStatus status) => status.ToString().ToLowerInvariant();
}
