using Edge.Agent.Configuration.Stations;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station.Reject;

/// <summary>A station's settings as the plan of its reject line. Pure.</summary>
internal static class RejectPlans
{
    // A decision must reach the thread that sets the output before the part is there.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(1);

    /// <summary>The plan; it may have faults (<see cref="RejectPlan.Faults"/>) where the settings were not checked.</summary>
    public static RejectPlan Of(StationSettings station)
    {
        RejectSettings reject = station.Reject;
        ConfirmationWindow? window = reject.Confirm.Line < 0
            ? null
            // As long again is late, not missed: told apart, and one receipt waits no longer than that for it.
            : new ConfirmationWindow(TimeSpan.Zero, reject.ConfirmWithin, reject.ConfirmWithin * 2);
        bool byCounts = reject.DelayCounts > 0;
        RejectPlan plan = byCounts ? ByCounts(station) : ByTime(station);
        return plan with
        {
            Confirmation = window,
            FailSafe = reject.FailSafe,
            MissedEjectionLimit = reject.MissedLimit,
        };
    }

    private static RejectPlan ByCounts(StationSettings station) => new()
    {
        Measure = LineMeasure.Counts,
        Delay = station.Reject.DelayCounts,
        Pulse = station.Reject.PulseCounts,
        Guard = station.Reject.GuardCounts,
        // Parts that touch cannot be told apart by the ejector; the spacing in time means nothing on a belt that stops.
        MinimumSpacing = station.Reject.PulseCounts,
        Lead = 1,
        Deadline = station.Deadline,
    };

    private static RejectPlan ByTime(StationSettings station)
    {
        TimeSpan decision = station.Reject.Delay - Lead;
        return new RejectPlan
        {
            Measure = LineMeasure.Time,
            Delay = station.Reject.Delay.Ticks,
            Pulse = station.Reject.Pulse.Ticks,
            Guard = station.Reject.Guard.Ticks,
            MinimumSpacing = station.Trigger.MinimumSpacing.Ticks,
            Lead = Lead.Ticks,
            Deadline = station.Deadline < decision ? station.Deadline : null,
        };
    }
}
