using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;

namespace Edge.Domain.Tests.Inspection.Interlock;

public sealed class GoldenPartInterlockTests
{
    [Fact]
    public void Start_NothingChecked_AsksForGoodBadAndBlankThenRuns()
    {
        var run = new InterlockRun();
        Assert.Equal(GoldenPart.Good, run.Interlock.Asks);
        Assert.Equal(new InterlockRuling(false, new InterlockChange(InterlockEvent.Asked, "the station started")), run.Present(InterlockRun.Pass));
        Assert.Equal(GoldenPart.Bad, run.Interlock.Asks);
        run.Present(InterlockRun.Fail);
        Assert.Equal(GoldenPart.Blank, run.Interlock.Asks);
        Assert.Equal(InterlockEvent.Passed, run.Present(InterlockRun.NoPart).Change.Event);
        Assert.Equal((InterlockMode.Running, null, ""), (run.Interlock.Mode, run.Interlock.Asks, run.Interlock.Reason));
        Assert.True(run.Present(InterlockRun.Pass).MayPass);
    }

    public static TheoryData<int, string, string> WrongAnswers => new()
    {
        { 0, "fail", "the known good part was judged as a fail, not as a pass" },
        { 0, "blurred", "the known good part was judged as not to be judged (Blurred), not as a pass" },
        { 0, "noPart", "the known good part was judged as not to be judged (NoPart), not as a pass" },
        { 1, "pass", "the known bad part was judged as a pass, not as a fail" },
        { 1, "blurred", "the known bad part was judged as not to be judged (Blurred), not as a fail" },
        { 2, "pass", "the blank was judged as a pass, not as no part" },
        { 2, "fail", "the blank was judged as a fail, not as no part" },
        { 2, "blurred", "the blank was judged as not to be judged (Blurred), not as no part" },
    };

    [Theory, MemberData(nameof(WrongAnswers))]
    public void Answer_Wrong_TripsAndSaysWhy(int right, string verdict, string reason)
    {
        var run = new InterlockRun();
        for (int i = 0; i < right; i++)
            run.Present(InterlockRun.Right(run.Interlock.Asks!.Value));
        InterlockRuling ruling = run.Present(verdict switch { "pass" => InterlockRun.Pass, "fail" => InterlockRun.Fail, "blurred" => InterlockRun.Blurred, _ => InterlockRun.NoPart });
        Assert.Equal(new InterlockRuling(false, new InterlockChange(InterlockEvent.Tripped, reason)), ruling);
        Assert.Equal((InterlockMode.Tripped, reason), (run.Interlock.Mode, run.Interlock.Reason));
        Assert.False(run.Present(InterlockRun.Pass).MayPass);
    }

    [Fact]
    public void Answer_BadPartWithoutItsDefects_Trips()
    {
        var run = new InterlockRun(new GoldenPlan { BadClasses = ["spur", "open"] });
        run.Present(InterlockRun.Pass);
        Assert.Equal("the known bad part failed, but without open", run.Present(InterlockRun.FailWith("spur", "short")).Change.Reason);
    }

    [Fact]
    public void Answer_BadPartWithItsDefects_IsRight()
    {
        var run = new InterlockRun(new GoldenPlan { BadClasses = ["spur", "open"] });
        run.Present(InterlockRun.Pass);
        Assert.Equal(InterlockEvent.Asked, run.Present(InterlockRun.FailWith("open", "short", "spur")).Change.Event);
    }

    [Fact]
    public void Withdraw_TriggerOfTheGoldenPartCountedTwice_TheGoldenPartIsStillAwaited()
    {
        var run = new InterlockRun();
        run.Interlock.Withdraw(run.Interlock.Take(run.Now, out _));
        Assert.Equal(PartPurpose.GoldenGood, run.Interlock.Take(run.Now, out _).Purpose);
    }

    [Fact]
    public void Withdraw_AnotherPart_TakesNothingFromTheGoldenOne()
    {
        var run = new InterlockRun();
        InterlockTicket golden = run.Interlock.Take(run.Now, out _);
        run.Interlock.Withdraw(run.Interlock.Take(run.Now, out _));
        Assert.Equal(PartPurpose.Production, run.Interlock.Take(run.Now, out _).Purpose);
        Assert.Equal(InterlockEvent.Asked, run.Interlock.Judge(golden, InterlockRun.Pass, run.Now).Change.Event);
        Assert.Equal(GoldenPart.Bad, run.Interlock.Asks);
    }

    [Fact]
    public void Clear_Tripped_AsksForAWholeCheckAgain()
    {
        InterlockRun run = Tripped();
        Assert.Equal(new InterlockChange(InterlockEvent.Asked, "cleared by A. Weaver: lens cleaned"), run.Interlock.Clear("A. Weaver", "lens cleaned", run.Now));
        Assert.Equal(GoldenPart.Good, run.Interlock.Asks);
        Assert.False(run.Present(InterlockRun.Pass).MayPass);
        Assert.Equal(InterlockMode.Running, run.PassCheck().Interlock.Mode);
    }

    [Theory]
    [InlineData("", "why")]
    [InlineData("who", " ")]
    public void Clear_NobodyOrNoReason_IsRefused(string by, string why)
    {
        InterlockRun run = Tripped();
        Assert.Throws<ArgumentException>(() => run.Interlock.Clear(by, why, run.Now));
        Assert.Equal(InterlockMode.Tripped, run.Interlock.Mode);
    }

    [Fact]
    public void Tripped_EverythingButClear_StaysTripped()
    {
        InterlockRun run = Tripped();
        string reason = run.Interlock.Reason;
        run.Change("other", "sha256:2");
        run.Interlock.Request(run.Now);
        run.Wait(TimeSpan.FromDays(9));
        run.Interlock.Tick(run.Now);
        run.Restart();
        run.Present(InterlockRun.Pass);
        Assert.Equal((InterlockMode.Tripped, reason), (run.Interlock.Mode, run.Interlock.Reason));
    }

    [Fact]
    public void Kept_Unreadable_IsTripped() => Assert.Equal(InterlockMode.Tripped, new InterlockRun(kept: InterlockSnapshot.Unreadable).Interlock.Mode);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"IsTripped":false,"Reason":null,"PartsSince":0,"Checked":{}}""")]
    [InlineData("""{"IsTripped":false,"Reason":"","PartsSince":0,"Checked":null}""")]
    public void Kept_SaysLessThanWasWritten_IsTripped(string json) =>
        Assert.Equal(InterlockMode.Tripped, new InterlockRun(kept: System.Text.Json.JsonSerializer.Deserialize<InterlockSnapshot>(json)).Interlock.Mode);

    [Fact]
    public void Snapshot_WrittenAndReadBack_IsTheSame()
    {
        InterlockSnapshot kept = new InterlockRun().PassCheck().Interlock.Snapshot;
        Assert.Single(kept.Checked);
        Assert.Equal(kept, System.Text.Json.JsonSerializer.Deserialize<InterlockSnapshot>(System.Text.Json.JsonSerializer.Serialize(kept)));
    }

    [Fact]
    public void Tick_NotPresentedInTime_Trips()
    {
        var run = new InterlockRun(new GoldenPlan { PresentWithin = TimeSpan.FromMinutes(2) });
        run.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal(InterlockChange.None, run.Interlock.Tick(run.Now));
        run.Wait(TimeSpan.FromTicks(1));
        Assert.Equal(new InterlockChange(InterlockEvent.Tripped, "the known good part was not presented within 120 s"), run.Interlock.Tick(run.Now));
    }

    [Fact]
    public void Tick_EachPart_HasTheWholeTime()
    {
        var run = new InterlockRun(new GoldenPlan { PresentWithin = TimeSpan.FromMinutes(2) });
        foreach (Verdict right in (Verdict[])[InterlockRun.Pass, InterlockRun.Fail, InterlockRun.NoPart])
        {
            run.Wait(TimeSpan.FromSeconds(119));
            run.Present(right);
        }

        Assert.Equal(InterlockMode.Running, run.Interlock.Mode);
    }

    [Fact]
    public void Judge_PresentedInTimeAndNeverJudged_Trips()
    {
        var run = new InterlockRun(new GoldenPlan { PresentWithin = TimeSpan.FromMinutes(2) });
        run.Wait(TimeSpan.FromMinutes(1));
        run.Interlock.Take(run.Now, out _);
        run.Wait(TimeSpan.FromSeconds(121));
        Assert.Equal("the known good part was not judged within 120 s", run.Interlock.Tick(run.Now).Reason);
    }

    [Fact]
    public void Schedule_Every_AsksAgainAndNoPartPasses()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { Every = TimeSpan.FromHours(8) }).PassCheck();
        run.Wait(TimeSpan.FromHours(8) - TimeSpan.FromTicks(1));
        Assert.True(run.Present(InterlockRun.Pass).MayPass);
        InterlockTicket onItsWay = run.Interlock.Take(run.Now, out _);
        run.Wait(TimeSpan.FromTicks(1));
        Assert.Equal(new InterlockRuling(false, new InterlockChange(InterlockEvent.Asked, "golden parts are due every 480 min")), run.Interlock.Judge(onItsWay, InterlockRun.Pass, run.Now));
        Assert.Equal(InterlockMode.Running, run.PassCheck().Interlock.Mode);
    }

    [Fact]
    public void Schedule_WallClockSet_ChangesNothing()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { Every = TimeSpan.FromHours(8) }).PassCheck();
        run.SetClock(TimeSpan.FromDays(400));
        Assert.Equal(InterlockChange.None, run.Interlock.Tick(run.Now));
        run.SetClock(TimeSpan.FromDays(-400));
        run.Wait(TimeSpan.FromHours(8));
        Assert.Equal(InterlockEvent.Asked, run.Interlock.Tick(run.Now).Event);
    }

    [Fact]
    public void Schedule_EveryParts_AsksAfterTheLastOfThem()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { EveryParts = 3 }).PassCheck();
        Assert.Equal(new InterlockRuling(true, InterlockChange.None), run.Present(InterlockRun.Pass));
        Assert.Equal(new InterlockRuling(true, InterlockChange.None), run.Present(InterlockRun.Fail));
        Assert.Equal(new InterlockRuling(true, new InterlockChange(InterlockEvent.Asked, "golden parts are due every 3 parts")), run.Present(InterlockRun.Pass));
        Assert.Equal(GoldenPart.Good, run.Interlock.Asks);
    }

    [Fact]
    public void Subject_ModelChanged_AsksAlways()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { AfterProductChange = false }).PassCheck();
        Assert.Equal("the model, configuration or templates of board-7 have not been checked", run.Change("board-7", "sha256:2").Reason);
        Assert.False(run.Present(InterlockRun.Fail).MayPass);
        Assert.Equal(InterlockMode.Tripped, run.Interlock.Mode); // The swapped model failed the good part.
    }

    [Fact]
    public void Subject_BackToACheckedProduct_AsksAsThePlanSays()
    {
        var run = new InterlockRun(new GoldenPlan { AfterProductChange = false });
        run.PassCheck().Change("board-8", "sha256:8");
        run.PassCheck();
        Assert.Equal(InterlockChange.None, run.Change("board-7", "sha256:1"));
        Assert.Equal(InterlockMode.Running, run.Interlock.Mode);
        Assert.Equal(InterlockEvent.Asked, run.Change("board-8", "sha256:9").Event);

        run = new InterlockRun();
        run.PassCheck().Change("board-8", "sha256:8");
        Assert.Equal("the product is now board-7", run.PassCheck().Change("board-7", "sha256:1").Reason);
    }

    [Fact]
    public void Subject_ChangedWhileAGoldenPartIsJudged_ItsAnswerCountsForNothing()
    {
        var run = new InterlockRun();
        InterlockTicket old = run.Interlock.Take(run.Now, out _);
        run.Change("board-7", "sha256:2");
        Assert.Equal(new InterlockRuling(false, InterlockChange.None), run.Interlock.Judge(old, InterlockRun.Fail, run.Now));
        Assert.Equal((InterlockMode.Waiting, GoldenPart.Good), (run.Interlock.Mode, run.Interlock.Asks!.Value));
    }

    [Fact]
    public void Take_SecondPartWhileAGoldenPartIsJudged_IsOfTheLineAndDoesNotPass()
    {
        var run = new InterlockRun();
        InterlockTicket golden = run.Interlock.Take(run.Now, out _);
        InterlockTicket other = run.Interlock.Take(run.Now, out _);
        Assert.Equal((PartPurpose.GoldenGood, PartPurpose.Production), (golden.Purpose, other.Purpose));
        Assert.Equal(new InterlockRuling(false, InterlockChange.None), run.Interlock.Judge(other, InterlockRun.Pass, run.Now));
        Assert.Equal(GoldenPart.Good, run.Interlock.Asks);
        Assert.Equal(InterlockEvent.Asked, run.Interlock.Judge(golden, InterlockRun.Pass, run.Now).Change.Event);
    }

    [Fact]
    public void Restart_CheckStillHolds_RunsOnlyWhereThePlanSaysSo()
    {
        var plan = new GoldenPlan { AtStart = false, Every = TimeSpan.FromHours(8) };
        InterlockRun run = new InterlockRun(plan).PassCheck();
        run.Wait(TimeSpan.FromHours(5));
        run.Restart();
        Assert.Equal(InterlockMode.Running, run.Interlock.Mode);
        run.Wait(TimeSpan.FromHours(3)); // Eight in all: the restart did not begin them anew.
        Assert.Equal(InterlockEvent.Asked, run.Interlock.Tick(run.Now).Event);

        run = new InterlockRun(plan with { AtStart = true }).PassCheck();
        run.Restart();
        Assert.Equal(("the station started", InterlockMode.Waiting), (run.Interlock.Reason, run.Interlock.Mode));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-1)]
    public void Restart_CheckTooOldOrInTheFuture_Asks(int hours)
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { AtStart = false, Every = TimeSpan.FromHours(8) }).PassCheck();
        run.SetClock(TimeSpan.FromHours(hours));
        run.Restart();
        Assert.Equal(InterlockMode.Waiting, run.Interlock.Mode);
    }

    [Fact]
    public void Restart_PartsSince_AreCountedOn()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { AtStart = false, EveryParts = 3 }).PassCheck();
        run.Present(InterlockRun.Pass);
        run.Present(InterlockRun.Pass);
        run.Restart();
        Assert.Equal(InterlockEvent.Asked, run.Present(InterlockRun.Pass).Change.Event);
    }

    [Fact]
    public void Restart_WhileWaiting_AsksFromTheBeginning()
    {
        InterlockRun run = new InterlockRun(new GoldenPlan { AtStart = false }).PassCheck();
        run.Interlock.Request(run.Now);
        run.Present(InterlockRun.Pass);
        run.Restart();
        Assert.Equal((InterlockMode.Waiting, GoldenPart.Good), (run.Interlock.Mode, run.Interlock.Asks!.Value));
    }

    [Fact]
    public void Plan_WithoutParts_IsRefused() => Assert.Throws<ArgumentException>(() => new InterlockRun(new GoldenPlan { Parts = [] }));

    private static InterlockRun Tripped()
    {
        var run = new InterlockRun();
        run.Present(InterlockRun.Blurred);
        Assert.Equal(InterlockMode.Tripped, run.Interlock.Mode);
        return run;
    }
}
