using Edge.Domain.Inspection.Line;

namespace Edge.Domain.Tests.Inspection.Line;

/// <summary>
/// A belt that does nothing but move: it asks the line only when the line said that something is due, obeys its outputs, and keeps for every
/// part whether the ejector was active while it was in front of it. Time in milliseconds.
/// </summary>
internal sealed class Belt : ILineListener
{
    private readonly List<Body> _bodies = [];

    public Belt(RejectPlan plan, bool isWatched = true)
    {
        Plan = plan;
        Line = new RejectLine(plan, At, this);
        if (isWatched)
            Line.Watch(At);
    }

    public RejectPlan Plan { get; }

    public RejectLine Line { get; }

    public int TimeMs { get; private set; }

    public long Counts { get; private set; }

    public LinePosition At => new(TimeSpan.FromMilliseconds(TimeMs), Counts);

    public long Step => Plan.Measure == LineMeasure.Time ? At.Time.Ticks : Counts;

    public List<PartFate> Fates { get; } = [];

    public List<EjectionReport> Checks { get; } = [];

    public List<(LineState State, FailSafeReason Reason)> States { get; } = [];

    public IReadOnlyList<Body> Bodies => _bodies;

    public void PartLeft(in PartFate fate) => Fates.Add(fate);

    public void EjectionChecked(in EjectionReport report) => Checks.Add(report);

    public void StateChanged(LineState state, FailSafeReason reason, LinePosition at) => States.Add((state, reason));

    /// <summary>A part at the trigger.</summary>
    public PartOpening Trigger(long part)
    {
        PartOpening opening = Line.Open(part, At);
        _bodies.Add(new Body(opening == PartOpening.Opened ? part : null, Step + Plan.Delay, Step + Plan.Delay + Plan.Pulse));
        Watch();
        return opening;
    }

    public DecisionTaking Decide(long part, bool ejects)
    {
        DecisionTaking taking = Line.Decide(part, ejects, At);
        Watch();
        return taking;
    }

    /// <summary>The belt runs.</summary>
    /// <param name="milliseconds">How long.</param>
    /// <param name="countsPerMs">How fast; 0 stands.</param>
    public void Run(int milliseconds, int countsPerMs = 1)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            (long before, bool wasOn) = (Step, Line.Outputs.Ejector);
            TimeMs++;
            Counts += countsPerMs;
            foreach (Body body in _bodies)
                body.Move(before, Step, wasOn, Plan.Guard);
            if (Line.Due.IsReached(At))
                Line.Advance(At);
            Watch();
        }
    }

    public void RunUntilReady()
    {
        while (Line.State != LineState.Ready)
            Run(1);
    }

    private void Watch()
    {
        foreach (Body body in _bodies)
            body.Watch(Step, Line.Outputs.Ejector, Plan.Guard);
    }

    /// <summary>What really lies on the belt.</summary>
    internal sealed class Body(long? part, long start, long end)
    {
        /// <summary>The number under which it was opened; null where it was not.</summary>
        public long? Part => part;

        public long Start => start;

        /// <summary>The ejector was active while it was in front of it.</summary>
        public bool IsHit { get; private set; }

        /// <summary>The ejector was active while it was within its reach, guards included.</summary>
        public bool IsTouched { get; private set; }

        public void Move(long from, long to, bool ejector, long guard)
        {
            IsHit |= ejector && to > start && from < end;
            IsTouched |= ejector && to > start - guard && from < end + guard;
        }

        public void Watch(long step, bool ejector, long guard)
        {
            IsHit |= ejector && step >= start && step < end;
            IsTouched |= ejector && step > start - guard && step < end + guard;
        }
    }
}
