using Edge.Domain.Inspection.Line;

namespace Edge.Domain.Tests.Inspection.Line;

public class RejectLineTests
{
    private static readonly RejectPlan ByCounts = new()
    {
        Measure = LineMeasure.Counts,
        Delay = 100,
        Pulse = 20,
        Guard = 5,
        MinimumSpacing = 15,
        Lead = 10,
    };

    private static readonly RejectPlan ByTime = ByCounts with
    {
        Measure = LineMeasure.Time,
        Delay = Ms(100),
        Pulse = Ms(20),
        Guard = Ms(5),
        MinimumSpacing = Ms(15),
        Lead = Ms(10),
    };

    public static TheoryData<LineMeasure> Measures => [LineMeasure.Time, LineMeasure.Counts];

    [Theory]
    [MemberData(nameof(Measures))]
    public void RejectLine_TwoInFlight_EachGetsItsOwnVerdict(LineMeasure measure)
    {
        Belt belt = Ready(PlanOf(measure));
        belt.Trigger(1);
        belt.Run(50);
        belt.Trigger(2);
        Assert.Equal(2, belt.Line.InFlight);
        Assert.Equal(DecisionTaking.Taken, belt.Decide(2, ejects: false));
        Assert.Equal(DecisionTaking.Taken, belt.Decide(1, ejects: true));
        belt.Run(49);
        Assert.False(belt.Line.Outputs.Ejector);
        belt.Run(1);
        Assert.True(belt.Line.Outputs.Ejector);
        belt.Run(19);
        Assert.True(belt.Line.Outputs.Ejector);
        belt.Run(1);
        Assert.False(belt.Line.Outputs.Ejector);
        belt.Run(200);
        Assert.Equal([(1L, PartExit.Ejected), (2L, PartExit.Passed)], belt.Fates.Select(f => (f.Part, f.Exit)));
        Assert.Equal(0, belt.Line.InFlight);
    }

    [Fact]
    public void RejectLine_BeltStands_NothingIsDue()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(100_000, countsPerMs: 0);
        Assert.Empty(belt.Fates);
        belt.Run(100);
        Assert.Equal(PartExit.Ejected, Assert.Single(belt.Fates).Exit);
    }

    [Fact]
    public void RejectLine_BeltStandsInThePulse_TheEjectorStaysUntilThePartIsGone()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(105);
        belt.Run(10_000, countsPerMs: 0);
        Assert.True(belt.Line.Outputs.Ejector);
        belt.Run(15);
        Assert.False(belt.Line.Outputs.Ejector);
    }

    [Fact]
    public void RejectLine_EncoderTremblesAtThePulsesEnd_TheEjectorDoesNot()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(120);
        Assert.False(belt.Line.Outputs.Ejector);
        belt.Line.Advance(new LinePosition(belt.At.Time, belt.Counts - 2));
        Assert.False(belt.Line.Outputs.Ejector);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void RejectLine_NoVerdictAtTheDecisionPoint_ThePartIsEjectedAsLate(LineMeasure measure)
    {
        Belt belt = Ready(PlanOf(measure));
        belt.Trigger(1);
        belt.Run(90);
        Assert.Equal(DecisionTaking.TooLate, belt.Decide(1, ejects: false));
        belt.Run(100);
        PartFate fate = Assert.Single(belt.Fates);
        Assert.Equal((PartExit.Ejected, FateCause.Late, null), (fate.Exit, fate.Cause, fate.DecidedAt));
        Assert.Equal(1, belt.Line.Tally.LateVerdicts);
    }

    [Fact]
    public void RejectLine_PastTheDeadlineOnAStandingBelt_ThePartIsEjectedAsLate()
    {
        Belt belt = Ready(ByCounts with { Deadline = TimeSpan.FromMilliseconds(30) });
        belt.Trigger(1);
        belt.Run(30, countsPerMs: 0);
        Assert.Equal(DecisionTaking.TooLate, belt.Decide(1, ejects: false));
    }

    [Fact]
    public void RejectLine_LateVerdictsInARow_FailSafe()
    {
        Belt belt = Ready(ByCounts with { LateVerdictLimit = 2 });
        belt.Trigger(1);
        belt.Run(40);
        belt.Trigger(2);
        belt.Run(50);
        Assert.Equal(LineState.Ready, belt.Line.State);
        belt.Run(40);
        Assert.Equal((LineState.FailSafe, FailSafeReason.LateVerdicts), (belt.Line.State, belt.Line.Reason));
        Assert.Equal(new LineOutputs(Ejector: true, LineStop: false, Ready: false), belt.Line.Outputs);
    }

    [Fact]
    public void RejectLine_GoodPartTooCloseToABadOne_BothGoAndItIsCounted()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Run(24);
        belt.Trigger(2);
        belt.Decide(1, ejects: false);
        belt.Decide(2, ejects: true);
        belt.Run(200);
        Assert.Equal([(1L, FateCause.Crowded), (2L, FateCause.Verdict)], belt.Fates.Select(f => (f.Part, f.Cause)));
        Assert.All(belt.Bodies, body => Assert.True(body.IsHit));
        Assert.Equal(1, belt.Line.Tally.Crowded);
    }

    [Fact]
    public void RejectLine_GoodPartJustFarEnoughFromABadOne_Passes()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Run(25);
        belt.Trigger(2);
        belt.Decide(1, ejects: false);
        belt.Decide(2, ejects: true);
        belt.Run(200);
        Assert.Equal(PartExit.Passed, belt.Fates.Single(f => f.Part == 1).Exit);
        Assert.False(belt.Bodies[0].IsTouched);
    }

    [Fact]
    public void RejectLine_NeighboursWithinTheMergeDistance_OnePulse()
    {
        Belt belt = Ready(ByCounts with { Merge = 12 });
        belt.Trigger(1);
        belt.Run(30);
        belt.Trigger(2);
        belt.Decide(1, ejects: true);
        belt.Decide(2, ejects: true);
        belt.Run(70);
        for (int i = 0; i < 50; i++)
        {
            Assert.True(belt.Line.Outputs.Ejector, $"off after {i} counts");
            belt.Run(1);
        }

        Assert.False(belt.Line.Outputs.Ejector);
    }

    [Fact]
    public void RejectLine_DoubleTrigger_IsCountedAndWhateverItIsIsEjected()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: false);
        belt.Run(14);
        Assert.Equal(PartOpening.DoubleTrigger, belt.Trigger(2));
        belt.Run(200);
        Assert.Equal((1L, FateCause.Crowded), Assert.Single(belt.Fates.Select(f => (f.Part, f.Cause))));
        Assert.All(belt.Bodies, body => Assert.True(body.IsHit));
        Assert.Equal((1L, 1L), (belt.Line.Tally.Opened, belt.Line.Tally.DoubleTriggers));
    }

    [Fact]
    public void RejectLine_ChatteringTrigger_FillsOneSlot()
    {
        Belt belt = Ready(ByCounts with { Capacity = 2 });
        belt.Trigger(1);
        for (int i = 0; i < 50; i++)
        {
            belt.Run(1);
            belt.Trigger(2);
        }

        Assert.Equal((LineState.Ready, 2), (belt.Line.State, belt.Line.InFlight));
        belt.Run(200);
        Assert.All(belt.Bodies, body => Assert.True(body.IsHit));
    }

    [Fact]
    public void RejectLine_NoRoom_FailSafeAndTheBeltIsDrainedAfterwards()
    {
        Belt belt = Ready(ByCounts with { Capacity = 2 });
        belt.Trigger(1);
        belt.Run(30);
        belt.Trigger(2);
        belt.Run(30);
        Assert.Equal(PartOpening.NoRoom, belt.Trigger(3));
        Assert.Equal(FailSafeReason.Overflow, belt.Line.Reason);
        Assert.True(belt.Line.Clear(belt.At));
        belt.Run(300);
        Assert.All(belt.Bodies, body => Assert.True(body.IsHit));
        Assert.Equal(2, belt.Fates.Count);
        Assert.Equal(LineState.Ready, belt.Line.State);
    }

    [Fact]
    public void RejectLine_JustStarted_EverythingIsEjectedUntilTheBeltIsKnown()
    {
        Belt belt = new(ByCounts);
        Assert.Equal(new LineOutputs(Ejector: true, LineStop: false, Ready: false), belt.Line.Outputs);
        belt.Run(60);
        belt.Trigger(1);
        Assert.Equal(DecisionTaking.Overruled, belt.Decide(1, ejects: false));
        belt.Run(64);
        Assert.False(belt.Line.Outputs.Ready);
        belt.Run(1);
        Assert.Equal(new LineOutputs(Ejector: false, LineStop: false, Ready: true), belt.Line.Outputs);
        belt.Trigger(2);
        belt.Decide(2, ejects: false);
        belt.Run(300);
        Assert.Equal([(PartExit.Ejected, FateCause.FailSafe), (PartExit.Passed, FateCause.Verdict)], belt.Fates.Select(f => (f.Exit, f.Cause)));
    }

    [Fact]
    public void RejectLine_TriggersNotWatchedYet_DrainsUntilTheyHaveBeenForTheWholeWay()
    {
        Belt belt = new(ByCounts, isWatched: false);
        belt.Run(1000);
        Assert.Equal(LineState.Draining, belt.Line.State);
        belt.Line.Watch(belt.At);
        belt.Run(124);
        Assert.Equal(LineState.Draining, belt.Line.State);
        belt.Run(1);
        Assert.Equal(LineState.Ready, belt.Line.State);
    }

    [Fact]
    public void RejectLine_StopLine_StopsTheBeltAndEjectsWhatStillComes()
    {
        Belt belt = Ready(ByCounts with { FailSafe = FailSafeAction.StopLine });
        belt.Trigger(1);
        belt.Decide(1, ejects: false);
        belt.Line.Trip(FailSafeReason.Asked, belt.At);
        Assert.Equal(new LineOutputs(Ejector: false, LineStop: true, Ready: false), belt.Line.Outputs);
        belt.Run(100);
        Assert.True(belt.Line.Outputs.Ejector);
        belt.Run(20);
        Assert.False(belt.Line.Outputs.Ejector);
        Assert.Equal((PartExit.Ejected, FateCause.FailSafe), Assert.Single(belt.Fates.Select(f => (f.Exit, f.Cause))));
    }

    [Theory]
    [InlineData(FailSafeReason.OutputFault, true)]
    [InlineData(FailSafeReason.MissedEjections, true)]
    [InlineData(FailSafeReason.SlippedPart, true)]
    [InlineData(FailSafeReason.Asked, false)]
    public void RejectLine_EjectorInDoubt_TheBeltIsStoppedToo(FailSafeReason reason, bool stops)
    {
        Belt belt = Ready(ByCounts);
        belt.Line.Trip(FailSafeReason.Asked, belt.At);
        belt.Line.Trip(reason, belt.At);
        Assert.Equal(new LineOutputs(Ejector: true, LineStop: stops, Ready: false), belt.Line.Outputs);
        Assert.Equal(FailSafeReason.Asked, belt.Line.Reason);
        belt.Line.Clear(belt.At);
        Assert.False(belt.Line.Outputs.LineStop);
    }

    [Fact]
    public void RejectLine_AdvancedWhenThePartIsGone_ItSlippedAndTheLineFailsSafe()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Line.Advance(new LinePosition(belt.At.Time, belt.Counts + 120));
        Assert.Equal(PartExit.Slipped, Assert.Single(belt.Fates).Exit);
        Assert.Equal((LineState.FailSafe, FailSafeReason.SlippedPart), (belt.Line.State, belt.Line.Reason));
        Assert.True(belt.Line.Outputs.LineStop);
    }

    [Fact]
    public void RejectLine_PulseLeftOnIntoAGoodPart_ItCountsAsEjected()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(40);
        belt.Trigger(2);
        belt.Decide(2, ejects: false);
        belt.Run(60);
        Assert.True(belt.Line.Outputs.Ejector);
        belt.Line.Advance(new LinePosition(belt.At.Time, belt.Counts + 41));
        Assert.Equal((2L, PartExit.Ejected, FateCause.Crowded), belt.Fates.Select(f => (f.Part, f.Exit, f.Cause)).Last());
    }

    [Fact]
    public void RejectLine_OutputWentOffLate_WhatWasThereByThenCountsAsEjected()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(40);
        belt.Trigger(2);
        belt.Decide(2, ejects: false);
        belt.Run(80);
        Assert.False(belt.Line.Outputs.Ejector);
        belt.Line.Released(new LinePosition(belt.At.Time, belt.Counts + 21));
        Assert.Equal((2L, PartExit.Ejected, FateCause.Crowded), belt.Fates.Select(f => (f.Part, f.Exit, f.Cause)).Last());
    }

    [Fact]
    public void RejectLine_TriggersWithoutCounts_TheEncoderIsBroken()
    {
        Belt belt = Ready(ByCounts with { MinimumSpacing = 0 });
        belt.Trigger(1);
        belt.Run(50, countsPerMs: 0);
        belt.Trigger(2);
        Assert.Equal(LineState.Ready, belt.Line.State);
        belt.Run(50, countsPerMs: 0);
        belt.Trigger(3);
        Assert.Equal((LineState.FailSafe, FailSafeReason.EncoderSilent), (belt.Line.State, belt.Line.Reason));
    }

    [Fact]
    public void RejectLine_Closed_PartsOnTheirWayAreInterruptedAndNothingIsTaken()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Run(30);
        belt.Trigger(2);
        belt.Line.Close(belt.At);
        Assert.Equal([(1L, PartExit.Interrupted), (2L, PartExit.Interrupted)], belt.Fates.Select(f => (f.Part, f.Exit)));
        Assert.Equal(default, belt.Line.Outputs);
        Assert.Equal(PartOpening.Closed, belt.Trigger(3));
        Assert.Equal(DecisionTaking.Unknown, belt.Decide(1, ejects: false));
        Assert.Equal(LineDue.None, belt.Line.Due);
        belt.Line.Close(belt.At);
        Assert.Equal(2, belt.Fates.Count);
    }

    [Fact]
    public void RejectLine_DecidedTwice_TheFirstStands()
    {
        Belt belt = Ready(ByCounts);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        Assert.Equal(DecisionTaking.Unknown, belt.Decide(1, ejects: false));
        belt.Run(100);
        Assert.Equal(PartExit.Ejected, Assert.Single(belt.Fates).Exit);
    }

    [Fact]
    public void RejectPlan_AllFaultsAtOnce_AreNamed()
    {
        var plan = new RejectPlan
        {
            Measure = LineMeasure.Time,
            Delay = 5,
            Lead = 10,
            Pulse = 0,
            Capacity = 0,
            Deadline = TimeSpan.Zero,
            Confirmation = new ConfirmationWindow(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        };
        Assert.Equal(6, plan.Faults().Count);
        Assert.Throws<ArgumentException>(() => new RejectLine(plan, default, new Belt(ByCounts)));
    }

    internal static Belt Ready(RejectPlan plan)
    {
        Belt belt = new(plan);
        belt.RunUntilReady();
        return belt;
    }

    private static RejectPlan PlanOf(LineMeasure measure) => measure == LineMeasure.Time ? ByTime : ByCounts;

    private static long Ms(int milliseconds) => milliseconds * TimeSpan.TicksPerMillisecond;
}
