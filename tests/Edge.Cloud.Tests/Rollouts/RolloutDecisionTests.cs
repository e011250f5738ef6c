using Edge.Cloud.Rollouts;
using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Tests.Rollouts;

public sealed class RolloutDecisionTests
{
    [Fact]
    public void Rollout_HealthyFleet_GoesRingByRingToItsEnd()
    {
        var fleet = new SimulatedFleet(10).Start();
        Assert.Equal([1, 3, 6], [fleet.In(0).Count, fleet.In(1).Count, fleet.In(2).Count]);

        fleet.Step();
        Assert.Equal(fleet.In(0), fleet.Desired.Keys);

        fleet.RunToEnd();
        Assert.Equal(RolloutStatus.Completed, fleet.Rollout.Status);
        Assert.Equal(10, fleet.Count(DeviceProgress.Healthy));
        Assert.All(fleet.Desired.Values, target => Assert.Equal(SimulatedFleet.New, target));
        Assert.Equal(["opened", "passed", "opened", "passed", "opened", "passed", "completed"], fleet.Events.Select(e => e.Kind).Where(k => k is "opened" or "passed" or "completed"));
    }

    [Fact]
    public void Ring_NotYetProved_KeepsTheNextOneWaiting()
    {
        var fleet = new SimulatedFleet(10).Start();
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        Assert.Equal(DeviceProgress.OnTrial, fleet.Devices[fleet.In(0)[0]].Progress);

        // The soak counts from when the release was seen to run.
        fleet.Pass(TimeSpan.FromMinutes(9.9));
        fleet.Step();
        Assert.Equal(RingStatus.Waiting, fleet.Rollout.Rings[1].Status);
        Assert.Single(fleet.Desired);

        fleet.Pass(TimeSpan.FromMinutes(0.1));
        fleet.Step();
        Assert.Equal(RingStatus.Passed, fleet.Rollout.Rings[0].Status);
        Assert.Equal(4, fleet.Desired.Count);
    }

    [Fact]
    public void Device_ThatRefuses_HaltsARingOfOneAndNobodyElseIsTold()
    {
        var fleet = new SimulatedFleet(10).Start();
        string first = fleet.In(0)[0];
        fleet.Dead.Add(first);
        fleet.Step();
        fleet.Change(first, device => device with { Update = new UpdateAnswer(fleet.Rollout.Id, SimulatedFleet.New, "rollBack", "self-test: golden vector 3 differs") });
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();

        Assert.Equal(RolloutStatus.Halted, fleet.Rollout.Status);
        Assert.Contains("golden vector 3 differs", fleet.Rollout.Reason);
        Assert.Equal(RingStatus.Failed, fleet.Rollout.Rings[0].Status);
        Assert.Equal([new KeyValuePair<string, string>(first, SimulatedFleet.Old)], fleet.Desired);
        Assert.Equal(9, fleet.Count(DeviceProgress.Waiting));
    }

    [Fact]
    public void Halt_InALaterRing_SetsBackEveryDeviceThatTookIt()
    {
        var fleet = new SimulatedFleet(20, plan => plan with { Rings = [new RingPlan { Name = "one", Count = 1 }, new RingPlan { Name = "ten", Count = 10 }, new RingPlan { Name = "all" }] }).Start();
        string bad = fleet.In(1)[3];
        fleet.UnderNew = device => device.Device == bad ? device with { Health = device.Health with { LatencyP99Ms = 900 } } : device;
        fleet.RunToEnd();

        Assert.Equal(RolloutStatus.Halted, fleet.Rollout.Status);
        Assert.Contains("900 ms, 22.5 times the 40 ms before, allowed 2 times", fleet.Rollout.Reason);
        Assert.Equal(11, fleet.Desired.Count);
        Assert.All(fleet.Desired.Values, target => Assert.Equal(SimulatedFleet.Old, target));

        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        Assert.Equal(10, fleet.Count(DeviceProgress.RolledBack));
        Assert.Equal(DeviceProgress.Failed, fleet.Devices[bad].Progress);
        Assert.All(fleet.Seen.Values, device => Assert.Equal(SimulatedFleet.Old, device.InstalledTarget));
    }

    [Fact]
    public void Failures_WithinTheAllowedShare_AreSetBackAloneAndCounted()
    {
        var fleet = new SimulatedFleet(100, plan => plan with
        {
            Rings = [new RingPlan { Name = "all" }],
            Limits = plan.Limits with { MaximumFailedFraction = 0.03 },
        }).Start();
        HashSet<string> bad = [.. fleet.In(0).Take(3)];
        fleet.UnderNew = device => bad.Contains(device.Device) ? device with { Health = device.Health with { TemperatureC = 97 } } : device;
        fleet.RunToEnd();

        Assert.Equal(RolloutStatus.Completed, fleet.Rollout.Status);
        Assert.Equal("97 of 100 devices proved well; 3 failed", fleet.Rollout.Reason);
        Assert.All(bad, device => Assert.Equal(SimulatedFleet.Old, fleet.Desired[device]));
        Assert.Equal("the processor is at 97 °C, allowed 90 °C", fleet.Devices[bad.First()].Reason);
    }

    [Fact]
    public void Device_ThatNeverAnswers_DoesNotBlockWhereTheQuorumIsMet()
    {
        var fleet = new SimulatedFleet(10, plan => plan with { Rings = [new RingPlan { Name = "all" }], Quorum = 0.8 }).Start();
        fleet.Dead.UnionWith(fleet.In(0).Take(2));
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(30));
        fleet.Step();
        Assert.Equal(8, fleet.Count(DeviceProgress.Healthy));
        // The wait is an hour: not yet.
        Assert.Equal(RolloutStatus.Running, fleet.Rollout.Status);

        fleet.Pass(TimeSpan.FromMinutes(30));
        fleet.Step();
        Assert.Equal(RolloutStatus.Completed, fleet.Rollout.Status);
        Assert.Equal("8 of 10 devices proved well; 2 never answered", fleet.Rollout.Reason);
        Assert.Equal(2, fleet.Events.Count(e => e is { Kind: "silent", Text: "no answer within 60 min" }));
    }

    [Fact]
    public void Device_ThatNeverAnswers_DoesNotPassSilentlyWhereTheQuorumIsMissed()
    {
        var fleet = new SimulatedFleet(10, plan => plan with { Rings = [new RingPlan { Name = "first", Count = 5 }, new RingPlan { Name = "rest" }], Quorum = 0.8 }).Start();
        fleet.Dead.UnionWith(fleet.In(0).Take(2));
        for (int i = 0; i < 100; i++)
        {
            fleet.Step();
            fleet.Pass(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(RolloutStatus.Running, fleet.Rollout.Status);
        Assert.Equal("ring 'first' waits: 3 of 5 devices proved well, 4 needed; 2 never answered", fleet.Rollout.Attention);
        Assert.Single(fleet.Events, e => e.Kind == "attention");
        Assert.Equal(5, fleet.Desired.Count);

        // One of them comes back, days late: it is watched like any other, and the quorum is met.
        string late = fleet.In(0)[0];
        fleet.Dead.Remove(late);
        fleet.Pass(TimeSpan.FromMinutes(5));
        fleet.Step();
        Assert.Equal(DeviceProgress.OnTrial, fleet.Devices[late].Progress);
        fleet.RunToEnd();
        Assert.Equal("9 of 10 devices proved well; 1 never answered", fleet.Rollout.Reason);
        Assert.Null(fleet.Rollout.Attention);
    }

    [Fact]
    public void Operator_LetsARingPass_WithoutItsQuorum()
    {
        var fleet = new SimulatedFleet(10, plan => plan with { Rings = [new RingPlan { Name = "first", Count = 2, AtOnce = 1 }, new RingPlan { Name = "rest" }] }).Start();
        fleet.Dead.UnionWith(fleet.In(0));
        fleet.Step();
        Assert.Single(fleet.Desired);
        (Rollout advanced, RolloutEvent e) = RolloutActions.Advance(fleet.Rollout, new RolloutAdvance { Reason = "the site is being rebuilt" }, "ana");
        Assert.Equal("ring 'first' let pass by ana: the site is being rebuilt", e.Text);
        fleet.ChangeRollout(_ => advanced);
        fleet.Step();
        Assert.Equal(RingStatus.Open, fleet.Rollout.Rings[1].Status);
        Assert.Equal(9, fleet.Desired.Count);
    }

    [Fact]
    public void Device_ThatFallsSilentOnTrial_IsNotTakenForHealthy()
    {
        var fleet = new SimulatedFleet(3, plan => plan with { Rings = [new RingPlan { Name = "all" }], Quorum = 0.5 }).Start();
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        string silent = fleet.In(0)[0];
        fleet.Dead.Add(silent);
        fleet.Pass(TimeSpan.FromMinutes(11));
        fleet.Step();
        Assert.Equal(DeviceProgress.OnTrial, fleet.Devices[silent].Progress);
        Assert.Equal(RolloutStatus.Running, fleet.Rollout.Status);

        fleet.Pass(TimeSpan.FromHours(1));
        fleet.Step();
        Assert.Equal(DeviceProgress.Late, fleet.Devices[silent].Progress);
        Assert.Equal("2 of 3 devices proved well; 1 did not finish", fleet.Rollout.Reason);

        // After the rollout is over it comes back, and is judged late rather than never.
        fleet.Dead.Remove(silent);
        fleet.UnderNew = device => device.Device == silent ? device with { Health = device.Health with { Restarts = 9 } } : device;
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        Assert.Equal(DeviceProgress.Failed, fleet.Devices[silent].Progress);
        Assert.Equal("the agent restarted 6 times, allowed 1", fleet.Devices[silent].Reason);
        Assert.Equal(SimulatedFleet.Old, fleet.Desired[silent]);
        Assert.Equal(RolloutStatus.Completed, fleet.Rollout.Status);
    }

    [Fact]
    public void Device_ThatGoesBackByItself_Failed()
    {
        var fleet = new SimulatedFleet(1, plan => plan with { Rings = [new RingPlan { Name = "all" }] }).Start();
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.Dead.Add("device-000");
        fleet.Change("device-000", device => device with { InstalledTarget = SimulatedFleet.Old });
        fleet.Step();
        Assert.Equal(RolloutStatus.Halted, fleet.Rollout.Status);
        Assert.Contains($"it went back to {SimulatedFleet.Old} by itself", fleet.Rollout.Reason);
    }

    [Fact]
    public void Device_WithOneBadMeasurement_IsNotAccused()
    {
        var fleet = new SimulatedFleet(1, plan => plan with { Rings = [new RingPlan { Name = "all" }] }).Start();
        fleet.Step();
        // What was measured before it ran the release says nothing of the release.
        fleet.Change("device-000", device => device with { InstalledTarget = SimulatedFleet.New, Health = device.Health with { TemperatureC = 99 } });
        fleet.Step();
        fleet.Step();
        Assert.Equal(DeviceProgress.OnTrial, fleet.Devices["device-000"].Progress);

        fleet.UnderNew = device => device with { Health = device.Health with { TemperatureC = 99 } };
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.Step();
        Assert.Equal(DeviceProgress.OnTrial, fleet.Devices["device-000"].Progress);
        Assert.Equal("the processor is at 99 °C, allowed 90 °C", fleet.Devices["device-000"].Reason);

        fleet.UnderNew = device => device with { Health = device.Health with { TemperatureC = 70 } };
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        Assert.Null(fleet.Devices["device-000"].Reason);
        fleet.RunToEnd();
        Assert.Equal(RolloutStatus.Completed, fleet.Rollout.Status);
    }

    [Fact]
    public void Pause_OffersNoMore_ButStillHalts()
    {
        var fleet = new SimulatedFleet(10, plan => plan with { Rings = [new RingPlan { Name = "all", AtOnce = 2 }] }).Start();
        fleet.Step();
        Assert.Equal(2, fleet.Desired.Count);
        fleet.ChangeRollout(rollout => RolloutActions.Pause(rollout, "ana").Rollout);
        for (int i = 0; i < 10; i++)
        {
            fleet.Pass(TimeSpan.FromMinutes(5));
            fleet.Step();
        }

        Assert.Equal(2, fleet.Desired.Count);
        Assert.Equal(2, fleet.Count(DeviceProgress.Healthy));
        fleet.ChangeRollout(rollout => RolloutActions.Resume(rollout, "ana").Rollout);
        fleet.Step();
        Assert.Equal(4, fleet.Desired.Count);

        fleet.ChangeRollout(rollout => RolloutActions.Pause(rollout, "ana").Rollout);
        fleet.UnderNew = device => device with { Health = device.Health with { TemperatureC = 99 } };
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        Assert.Equal(RolloutStatus.Halted, fleet.Rollout.Status);
        Assert.All(fleet.Desired.Values, target => Assert.Equal(SimulatedFleet.Old, target));
    }

    [Theory]
    [InlineData(false, SimulatedFleet.Old)]
    [InlineData(true, SimulatedFleet.New)]
    public void Abort_SetsBack_UnlessToldToKeep(bool keep, string target)
    {
        var fleet = new SimulatedFleet(4, plan => plan with { Rings = [new RingPlan { Name = "all" }] }).Start();
        fleet.Step();
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.Take(RolloutDecision.Abort(fleet.Rollout, fleet.Devices.Values, new RolloutAbort { Keep = keep, Reason = "wrong pack" }, "ana", fleet.Now));
        Assert.Equal(RolloutStatus.Aborted, fleet.Rollout.Status);
        Assert.Equal("aborted by ana: wrong pack", fleet.Rollout.Reason);
        Assert.All(fleet.Desired.Values, desired => Assert.Equal(target, desired));
    }

    [Fact]
    public void Action_OnWhatHasEnded_IsRefusedByName()
    {
        var fleet = new SimulatedFleet(1).Start();
        fleet.ChangeRollout(rollout => rollout with { Status = RolloutStatus.Halted });
        Assert.Equal("rollout 'street 2' is halted; allowed: pause while it is running", Assert.Throws<RolloutConflictException>(() => RolloutActions.Pause(fleet.Rollout, "ana")).Message);
        Assert.Throws<RolloutConflictException>(() => RolloutActions.Resume(fleet.Rollout, "ana"));
        Assert.Throws<RolloutConflictException>(() => RolloutActions.Advance(fleet.Rollout, new RolloutAdvance { Reason = "x" }, "ana"));
        Assert.Throws<RolloutConflictException>(() => RolloutActions.RequireLive(fleet.Rollout));
    }

    [Fact]
    public void Ring_AlertsStopOverAll_HaltsWhereNoDeviceAloneShowsIt()
    {
        var fleet = new SimulatedFleet(40, plan => plan with { Rings = [new RingPlan { Name = "all" }], SoakSeconds = 86400, Quorum = 0.5 }).Start();
        // Two alerts a day: a quiet camera. For one device, a day without says nothing; for 40, it does.
        fleet.Step();
        foreach (string device in fleet.In(0))
            fleet.ChangeDevice(device, kept => kept with { AlertsBefore = 2, HoursBefore = 24 });
        fleet.Pass(TimeSpan.FromMinutes(1));
        fleet.Step();
        fleet.UnderNew = device => device with { Health = device.Health with { HoursSince = 20 } };
        fleet.Pass(TimeSpan.FromHours(20));
        // Were it only the night, the others would be quiet as well.
        fleet.Untouched = new AlertCounts(1000, 24, 167, 20);
        fleet.Step();
        Assert.Equal(RolloutStatus.Running, fleet.Rollout.Status);
        fleet.Untouched = default;
        fleet.Step();
        Assert.Equal(RolloutStatus.Halted, fleet.Rollout.Status);
        Assert.Contains("too few alerts: 0 alerts in 800 h, 80 in 960 h before", fleet.Rollout.Reason);
        Assert.Equal(0, fleet.Count(DeviceProgress.Failed));
    }

    [Fact]
    public void Ring_WithTooFewAlertsToJudge_SaysSoWhenItPasses()
    {
        var fleet = new SimulatedFleet(2, plan => plan with { Rings = [new RingPlan { Name = "all" }] }).Start();
        foreach (string device in fleet.In(0))
            fleet.Change(device, seen => seen with { Health = new DeviceHealth() });
        fleet.RunToEnd();
        Assert.Contains("too little to judge a silence by", fleet.Events.Single(e => e.Kind == "passed").Text);
        Assert.Contains("not known of any device", fleet.Events.Single(e => e.Kind == "passed").Text);
    }

    [Fact]
    public void Clock_SetBack_MakesNothingYounger()
    {
        var fleet = new SimulatedFleet(1, plan => plan with { Rings = [new RingPlan { Name = "all" }] }).Start();
        fleet.Step();
        DateTimeOffset before = fleet.Rollout.SteppedAt;
        fleet.Take(RolloutDecision.Step(fleet.Rollout, fleet.Devices.Values, new FleetView(fleet.Seen, default), before - TimeSpan.FromDays(1)));
        Assert.Equal(before, fleet.Rollout.SteppedAt);
    }

    [Fact]
    public void Before_WhereAnEarlierRolloutIsUnsettled_IsWhatWasBeforeThatOne()
    {
        var fleet = new SimulatedFleet(1, plan => plan with { Rings = [new RingPlan { Name = "all" }] });
        // It still runs the bad release of a rollout that was halted a moment ago.
        fleet.Change("device-000", device => device with { InstalledTarget = "models/street-1.9-bad.zip", Unsettled = new UnsettledRollout(SimulatedFleet.Old) });
        fleet.Start().Step();
        Assert.Equal(SimulatedFleet.Old, fleet.Devices["device-000"].PreviousTarget);
    }

    [Fact]
    public void Device_RevokedOnTheWay_LeavesTheCount()
    {
        var fleet = new SimulatedFleet(2, plan => plan with { Rings = [new RingPlan { Name = "all" }], Quorum = 1 }).Start();
        fleet.Step();
        fleet.Dead.Add("device-000");
        fleet.Change("device-000", device => device with { IsRevoked = true });
        fleet.RunToEnd();
        Assert.Equal("1 of 1 device proved well", fleet.Rollout.Reason);
        Assert.Equal("its certificate was revoked", fleet.Devices["device-000"].Reason);
    }
}
