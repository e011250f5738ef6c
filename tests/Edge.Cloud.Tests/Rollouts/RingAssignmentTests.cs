using Edge.Cloud.Rollouts;
using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Tests.Rollouts;

public sealed class RingAssignmentTests
{
    [Fact]
    public void Rings_ByPercent_CountTheEarlierRingsAndRoundUp()
    {
        var fleet = new SimulatedFleet(37, plan => plan with
        {
            Rings = [new RingPlan { Name = "1", Percent = 1 }, new RingPlan { Name = "10", Percent = 10 }, new RingPlan { Name = "50", Percent = 50 }, new RingPlan { Name = "100", Percent = 100 }],
        }).Start();
        Assert.Equal([1, 3, 15, 18], Enumerable.Range(0, 4).Select(ring => fleet.In(ring).Count));
    }

    [Fact]
    public void Rings_ByLabel_TakeTheirDevicesFirst()
    {
        var fleet = new SimulatedFleet(10, plan => plan with
        {
            Rings = [new RingPlan { Name = "canary", Only = new DeviceSelector { Labels = new Dictionary<string, string> { ["tier"] = "canary" } } }, new RingPlan { Name = "rest" }],
        });
        fleet.Change("device-004", device => device with { Labels = new Dictionary<string, string> { ["tier"] = "canary", ["floor"] = "2" } });
        fleet.Change("device-007", device => device with { Labels = new Dictionary<string, string> { ["tier"] = "canary" } });
        fleet.Start();
        Assert.Equal(["device-004", "device-007"], fleet.In(0));
        Assert.Equal(8, fleet.In(1).Count);
    }

    [Fact]
    public void Devices_TheReleaseIsNotFor_AreLeftOutWithTheReason()
    {
        var fleet = new SimulatedFleet(4, plan => plan with { Devices = new DeviceSelector { Sites = ["north", "south"] }, Rings = [new RingPlan { Name = "some", Count = 1 }] });
        fleet.Change("device-000", device => device with { Hardware = "jetson" });
        fleet.Change("device-001", device => device with { InstalledTarget = "models/street-3.zip", InstalledCounter = 3 });
        fleet.Change("device-002", device => device with { LastSeenAt = null });
        fleet.Start(new Dictionary<string, string> { ["device-003"] = "street 1.5" });
        Assert.Equal("the release is not for hardware 'jetson' with serial number 'S0'", fleet.Devices["device-000"].Reason);
        Assert.Equal("it runs a newer release (counter 3, this one 2)", fleet.Devices["device-001"].Reason);
        Assert.Equal("the rollout 'street 1.5' holds it", fleet.Devices["device-003"].Reason);
        Assert.Equal(["device-002"], fleet.In(0));
    }

    [Fact]
    public void FirstRing_TakesDevicesThatWereHeardLately()
    {
        var fleet = new SimulatedFleet(50);
        for (int i = 0; i < 49; i++)
            fleet.Change($"device-{i:000}", device => device with { LastSeenAt = i % 2 == 0 ? null : fleet.Now - TimeSpan.FromDays(2) });
        Assert.Equal(["device-049"], fleet.Start().In(0));
    }

    [Fact]
    public void Chance_OfAnotherRollout_TakesOthersFirst()
    {
        var fleet = new SimulatedFleet(200).Start();
        string First(string id) => RingAssignment.Assign(fleet.Rollout with { Id = id }, fleet.Seen.Values, new Dictionary<string, string>(), fleet.Now).Single(device => device.Ring == 0).Device;
        Assert.Equal(First("a"), First("a"));
        Assert.True(Enumerable.Range(0, 20).Select(i => First($"rollout {i}")).Distinct().Count() > 10);
    }

    [Fact]
    public void Newcomer_JoinsTheLastRing()
    {
        var fleet = new SimulatedFleet(4).Start();
        FleetDevice newcomer = fleet.Seen["device-000"] with { Device = "new" };
        RolloutDevice joined = RingAssignment.Join(fleet.Rollout, newcomer, new Dictionary<string, string>())!;
        Assert.Equal((2, DeviceProgress.Waiting), (joined.Ring, joined.Progress));
        Assert.Null(RingAssignment.Join(fleet.Rollout with { Plan = fleet.Plan with { Devices = new DeviceSelector { Sites = ["west"] } } }, newcomer, new Dictionary<string, string>()));
    }
}
