using Edge.Cloud.Rollouts;
using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Tests.Rollouts;

/// <summary>Fleets that do as they please: whatever happens, what a rollout promises holds.</summary>
public sealed class RolloutPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rollout_OverAnUnrulyFleet_KeepsItsPromises(int seed)
    {
        var random = new Random(seed);
        var fleet = new SimulatedFleet(random.Next(1, 60), plan => plan with
        {
            Quorum = 0.3 + random.NextDouble() * 0.7,
            Rings = [new RingPlan { Name = "a", Count = 1 + random.Next(3), AtOnce = 1 }, new RingPlan { Name = "b", Percent = 50 }, new RingPlan { Name = "c" }],
            Limits = plan.Limits with { MaximumFailedFraction = random.NextDouble() * 0.3 },
        }).Start();
        double trouble = random.NextDouble() * 0.05;

        for (int i = 0; i < 120; i++)
        {
            RolloutStep step = fleet.Step();
            CheckPromises(fleet);
            CheckRest(fleet);
            CheckPromises(fleet);
            Assert.Equal(step.Desired.Count, step.Desired.Select(change => change.Device).Distinct().Count());
            Disturb(fleet, random, trouble);
            fleet.Pass(TimeSpan.FromMinutes(random.Next(1, 20)));
        }
    }

    private static void CheckPromises(SimulatedFleet fleet)
    {
        Rollout rollout = fleet.Rollout;
        for (int ring = 0; ring < rollout.Rings.Count; ring++)
        {
            List<RolloutDevice> members = [.. fleet.Devices.Values.Where(device => device.Ring == ring && device.Counts)];
            if (rollout.Rings[ring].Status == RingStatus.Waiting)
            {
                // No ring begins before the one before it has passed; no device hears of the release before its ring begins.
                Assert.All(members, device => Assert.False(fleet.Desired.ContainsKey(device.Device)));
                Assert.All(rollout.Rings.Skip(ring), later => Assert.Equal(RingStatus.Waiting, later.Status));
            }

            if (rollout.Rings[ring].Status != RingStatus.Waiting && rollout.IsLive)
                Assert.True(members.Count(device => device.Progress == DeviceProgress.Failed) <= rollout.MayFail(members.Count), "too many failures, and it goes on");
            if (ring > 0 && rollout.Rings[ring].Status != RingStatus.Waiting)
                Assert.Equal(RingStatus.Waiting + 2, rollout.Rings[ring - 1].Status is RingStatus.Failed ? RingStatus.Passed : rollout.Rings[ring - 1].Status);
        }

        // After a halt nobody is told to have the release, and a device that failed never is.
        foreach ((string device, string target) in fleet.Desired)
        {
            if (rollout.Status is RolloutStatus.Halted || fleet.Devices[device].Progress == DeviceProgress.Failed)
                Assert.True(target == SimulatedFleet.Old || fleet.Devices[device].Progress == DeviceProgress.Excluded, $"{device} is told to have {target}");
        }
    }

    /// <summary>Asked again while nothing moves, it comes to rest within a few steps, and never tells a device the release again that it called back.</summary>
    private static void CheckRest(SimulatedFleet fleet)
    {
        for (int i = 0; i < 4; i++)
        {
            var back = fleet.Desired.Where(desired => desired.Value != SimulatedFleet.New).Select(desired => desired.Key).ToHashSet();
            RolloutStep again = fleet.Step();
            Assert.DoesNotContain(again.Desired, change => change.Target == SimulatedFleet.New && back.Contains(change.Device));
            if (again is { Changed.Count: 0, Desired.Count: 0, Events.Count: 0 })
                return;
        }

        Assert.Fail("it does not come to rest");
    }

    private static void Disturb(SimulatedFleet fleet, Random random, double trouble)
    {
        foreach (string device in fleet.Devices.Keys)
        {
            if (random.NextDouble() > trouble)
                continue;
            switch (random.Next(6))
            {
                case 0: fleet.Dead.Add(device); break;
                case 1: fleet.Dead.Remove(device); break;
                case 2: fleet.Change(device, seen => seen with { Health = seen.Health with { TemperatureC = 99 } }); break;
                case 3: fleet.Change(device, seen => seen with { Update = new UpdateAnswer(fleet.Rollout.Id, SimulatedFleet.New, "rollBack", "replay") }); break;
                case 4: fleet.Change(device, seen => seen with { IsRevoked = random.Next(4) == 0 }); break;
                default: fleet.Change(device, seen => seen with { Update = new UpdateAnswer(fleet.Rollout.Id, SimulatedFleet.New, "download", null) }); break;
            }
        }
    }
}
