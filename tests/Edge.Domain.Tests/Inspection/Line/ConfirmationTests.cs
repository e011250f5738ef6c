using Edge.Domain.Inspection.Line;

namespace Edge.Domain.Tests.Inspection.Line;

public class ConfirmationTests
{
    private static readonly RejectPlan Plan = new()
    {
        Measure = LineMeasure.Counts,
        Delay = 100,
        Pulse = 20,
        Guard = 5,
        MinimumSpacing = 15,
        Lead = 10,
        Confirmation = new ConfirmationWindow(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(60)),
    };

    [Theory]
    [InlineData(1, EjectionCheck.Confirmed)]
    [InlineData(40, EjectionCheck.Confirmed)]
    [InlineData(41, EjectionCheck.Late)]
    [InlineData(59, EjectionCheck.Late)]
    public void Confirmation_SeenAfterThePulse_IsJudgedByItsTime(int afterMs, EjectionCheck expected)
    {
        Belt belt = EjectOne(Plan);
        belt.Run(20);
        belt.Run(afterMs, countsPerMs: 0);
        belt.Line.Confirm(belt.At);
        Assert.Equal(new EjectionReport(1, expected, belt.At.Time), Assert.Single(belt.Checks));
        belt.Run(200);
        Assert.Single(belt.Checks);
        Assert.Equal(LineState.Ready, belt.Line.State);
    }

    [Fact]
    public void Confirmation_NotSeen_IsMissedAndTheLineFailsSafe()
    {
        Belt belt = EjectOne(Plan);
        belt.Run(20);
        belt.Run(59, countsPerMs: 0);
        Assert.Empty(belt.Checks);
        belt.Run(1, countsPerMs: 0);
        Assert.Equal(EjectionCheck.Missed, Assert.Single(belt.Checks).Check);
        Assert.Equal((LineState.FailSafe, FailSafeReason.MissedEjections), (belt.Line.State, belt.Line.Reason));
        Assert.Equal(1, belt.Line.Tally.MissedEjections);
    }

    /// <summary>A line of 10,000 parts stopped for it: the belt had stood while a part was in front of the ejector.</summary>
    [Fact]
    public void Confirmation_BeltStandsInThePulse_NothingIsMissed()
    {
        Belt belt = EjectOne(Plan);
        belt.Run(10);
        belt.Run(5_000, countsPerMs: 0);
        Assert.Empty(belt.Checks);
        belt.Run(10);
        belt.Run(30);
        belt.Line.Confirm(belt.At);
        Assert.Equal(EjectionCheck.Confirmed, Assert.Single(belt.Checks).Check);
        Assert.Equal(LineState.Ready, belt.Line.State);
    }

    [Fact]
    public void Confirmation_TooEarlyToBeTheEjectedPart_IsWrong()
    {
        Belt belt = EjectOne(Plan);
        belt.Run(5, countsPerMs: 0);
        belt.Line.Confirm(belt.At);
        Assert.Equal((null, EjectionCheck.Wrong), Assert.Single(belt.Checks.Select(c => (c.Part, c.Check))));
    }

    [Fact]
    public void Confirmation_OfAPartThatPassed_NamesIt()
    {
        Belt belt = RejectLineTests.Ready(Plan);
        belt.Run(100);
        belt.Trigger(7);
        belt.Decide(7, ejects: false);
        belt.Run(120);
        belt.Line.Confirm(belt.At);
        Assert.Equal((7L, EjectionCheck.Wrong), Assert.Single(belt.Checks.Select(c => (c.Part, c.Check))));
        Assert.Equal(1, belt.Line.Tally.WrongEjections);
    }

    [Fact]
    public void Confirmation_WrongOnesInARow_FailSafe()
    {
        Belt belt = RejectLineTests.Ready(Plan with { WrongEjectionLimit = 2 });
        belt.Run(100);
        belt.Line.Confirm(belt.At);
        Assert.Equal(LineState.Ready, belt.Line.State);
        belt.Run(10);
        belt.Line.Confirm(belt.At);
        Assert.Equal((LineState.FailSafe, FailSafeReason.WrongEjections), (belt.Line.State, belt.Line.Reason));
    }

    [Fact]
    public void Confirmation_StrangersWhileDraining_AreNotWrong()
    {
        Belt belt = new(Plan);
        belt.Run(50);
        belt.Line.Confirm(belt.At);
        belt.RunUntilReady();
        belt.Run(59);
        belt.Line.Confirm(belt.At);
        Assert.Empty(belt.Checks);
        belt.Run(1);
        belt.Line.Confirm(belt.At);
        Assert.Equal(EjectionCheck.Wrong, Assert.Single(belt.Checks).Check);
    }

    [Fact]
    public void Confirmation_OneEdgeForADoubleTrigger_BelongsToTheNumberedPart()
    {
        Belt belt = RejectLineTests.Ready(Plan);
        belt.Run(100);
        belt.Trigger(1);
        belt.Run(14);
        belt.Trigger(2);
        belt.Decide(1, ejects: true);
        belt.Run(116);
        belt.Line.Confirm(belt.At);
        belt.Run(200);
        Assert.Equal((1L, EjectionCheck.Confirmed), Assert.Single(belt.Checks.Select(c => (c.Part!.Value, c.Check))));
    }

    [Fact]
    public void Confirmation_TwoCloseEjectionsFirstMissing_TheSecondIsNotTakenForIt()
    {
        Belt belt = RejectLineTests.Ready(Plan with { MissedEjectionLimit = 0 });
        belt.Run(100);
        belt.Trigger(1);
        belt.Run(50);
        belt.Trigger(2);
        belt.Decide(1, ejects: true);
        belt.Decide(2, ejects: true);
        belt.Run(100 + 15);
        belt.Line.Confirm(belt.At);
        belt.Run(200);
        Assert.Equal([(2L, EjectionCheck.Confirmed), (1L, EjectionCheck.Missed)], belt.Checks.Select(c => (c.Part!.Value, c.Check)));
    }

    private static Belt EjectOne(RejectPlan plan)
    {
        Belt belt = RejectLineTests.Ready(plan);
        belt.Run(100);
        belt.Trigger(1);
        belt.Decide(1, ejects: true);
        belt.Run(100);
        Assert.True(belt.Line.Outputs.Ejector);
        return belt;
    }
}
