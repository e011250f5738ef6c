using Edge.Domain.Inspection.Line;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Domain.Tests.Inspection.Line;

/// <summary>Against a belt that only moves and obeys: whatever the spacing, the verdicts' delays, the speeds.</summary>
public class RejectLinePropertyTests
{
    private const int Tries = 300;

    [Fact]
    public void RejectLine_AnyTraffic_NoPartThatMustGoPassesAndNoGoodOneIsHit() => CheckAll(Holds);

    [Fact]
    public void RejectLine_TrippedAnywhere_EverythingNotYetPastIsEjected() => CheckAll(HoldsWhenTripped);

    private static void CheckAll(Func<Traffic, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Tries), Prop.ForAll(Traffics().ToArbitrary(), holds));

    private static Gen<Traffic> Traffics() =>
        from measure in Gen.Elements(LineMeasure.Time, LineMeasure.Counts)
        from delay in Gen.Choose(40, 300)
        from pulse in Gen.Choose(2, 40)
        from guard in Gen.Choose(0, 15)
        from spacing in Gen.Choose(0, 30)
        from lead in Gen.Choose(0, 20)
        from merge in Gen.Choose(0, 30)
        from deadline in Gen.Elements(0, 10, 25)
        from parts in PartsOf()
        from speeds in Gen.Choose(0, 3).ArrayOf(40)
        from trip in Gen.Choose(0, 24)
        select new Traffic(measure, delay, pulse, guard, spacing, lead, merge, deadline, parts, speeds, trip);

    private static Gen<Coming[]> PartsOf() =>
        (from gap in Gen.Choose(1, 90)
         from ejects in Gen.Elements(true, false)
         from verdict in Gen.Frequency((8, Gen.Choose(0, 39)), (1, Gen.Constant(100_000)), (2, Gen.Choose(0, 400)))
         select new Coming(gap, ejects, verdict)).ArrayOf(25);

    private static bool Holds(Traffic traffic)
    {
        Belt belt = Play(traffic, trip: false);
        if (belt.Line.State != LineState.Ready || belt.Line.InFlight != 0)
            throw new InvalidOperationException($"state {belt.Line.State}, {belt.Line.InFlight} in flight");
        foreach (Belt.Body body in belt.Bodies)
        {
            if (body.Part is not { } part)
            {
                Assert.True(body.IsHit, "a double trigger passed");
                continue;
            }

            PartFate fate = Assert.Single(belt.Fates, f => f.Part == part);
            bool good = !traffic.Parts[part].Ejects && fate.DecidedAt is not null;
            switch (fate.Cause)
            {
                case FateCause.Verdict when good:
                    Assert.Equal(PartExit.Passed, fate.Exit);
                    // By counts the belt jumps by up to three, which is what a guard is for.
                    Assert.False(traffic.Measure == LineMeasure.Time ? body.IsTouched : body.IsHit, "a good part was touched");
                    break;
                case FateCause.Crowded:
                    Assert.True(good);
                    // The belt moves by up to three counts at once: a pulse cannot end between them.
                    long reach = belt.Plan.Pulse + belt.Plan.Guard + (traffic.Measure == LineMeasure.Counts ? 2 : 0);
                    Assert.Contains(belt.Bodies, other => other != body && other.IsHit && Math.Abs(other.Start - body.Start) < reach);
                    break;
                default:
                    Assert.Equal(PartExit.Ejected, fate.Exit);
                    Assert.True(body.IsHit, "a part that must go passed");
                    break;
            }

            Assert.True(fate.Exit == PartExit.Ejected || !body.IsHit);
            // A good part that had passed but for the guard when its neighbour was to go counts as ejected: it may have been hit.
            Assert.True(fate.Exit != PartExit.Ejected || fate.Cause == FateCause.Crowded || body.IsHit);
        }

        return true;
    }

    private static bool HoldsWhenTripped(Traffic traffic)
    {
        Belt belt = Play(traffic, trip: true);
        Assert.Equal(LineState.FailSafe, belt.Line.State);
        foreach (Belt.Body body in belt.Bodies)
        {
            if (body.Part is not { } part)
            {
                Assert.True(body.IsHit);
                continue;
            }

            PartFate fate = Assert.Single(belt.Fates, f => f.Part == part);
            Assert.NotEqual(PartExit.Slipped, fate.Exit);
            if (part > traffic.TripAt)
                Assert.Equal((PartExit.Ejected, FateCause.FailSafe), (fate.Exit, fate.Cause));
            if (fate.Exit == PartExit.Passed)
                Assert.False(traffic.Parts[part].Ejects || body.IsHit);
        }

        return true;
    }

    private static Belt Play(Traffic traffic, bool trip)
    {
        Belt belt = new(traffic.Plan());
        belt.RunUntilReady();
        var due = new List<(int At, long Part)>();
        for (int part = 0; part < traffic.Parts.Length; part++)
        {
            Run(traffic.Parts[part].Gap, part);
            if (trip && part == traffic.TripAt)
                belt.Line.Trip(FailSafeReason.Asked, belt.At);
            if (belt.Trigger(part) == PartOpening.Opened)
                due.Add((belt.TimeMs + traffic.Parts[part].VerdictMs, part));
        }

        Run(3000, 0);
        return belt;

        void Run(int milliseconds, int part)
        {
            // A belt that stands gets no new part: the speed changes within the gap only.
            for (int i = 0; i < milliseconds; i++)
            {
                int speed = i == 0 ? 1 : traffic.Speeds[(part + (i / 10)) % traffic.Speeds.Length];
                belt.Run(1, milliseconds == 3000 ? 1 : speed);
                foreach ((int at, long number) in due)
                {
                    if (at == belt.TimeMs)
                        belt.Decide(number, traffic.Parts[number].Ejects);
                }
            }
        }
    }

    internal sealed record Coming(int Gap, bool Ejects, int VerdictMs);

    internal sealed record Traffic(
        LineMeasure Measure, int Delay, int Pulse, int Guard, int Spacing, int Lead, int Merge, int DeadlineMs, Coming[] Parts, int[] Speeds, int TripAt)
    {
        public RejectPlan Plan()
        {
            long unit = Measure == LineMeasure.Time ? TimeSpan.TicksPerMillisecond : 1;
            // Three counts a millisecond at most: a pulse is longer, or nobody could hit anything.
            long pulse = Math.Max(Pulse, 4) * unit;
            return new RejectPlan
            {
                Measure = Measure,
                Delay = Delay * unit,
                Pulse = pulse,
                Guard = Guard * unit,
                MinimumSpacing = Spacing * unit,
                Lead = Lead * unit,
                Merge = Merge * unit,
                Deadline = DeadlineMs == 0 ? null : TimeSpan.FromMilliseconds(Math.Min(DeadlineMs, Delay - Lead)),
                LateVerdictLimit = 0,
                StillTriggerLimit = 0,
                Capacity = 400,
            };
        }
    }
}
