using Edge.Cloud.Rollouts;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Tests.Rollouts;

/// <summary>Devices that do what a rollout tells them, each in its own way, and the rollout's state beside them: everything but a database and a network.</summary>
internal sealed class SimulatedFleet
{
    public const string Old = "models/street-1.zip";
    public const string New = "models/street-2.zip";

    private readonly Dictionary<string, FleetDevice> _fleet = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RolloutDevice> _devices = new(StringComparer.Ordinal);

    public SimulatedFleet(int size, Func<RolloutPlan, RolloutPlan>? adjust = null)
    {
        var plan = new RolloutPlan
        {
            Name = "street 2",
            Kind = ReleaseKind.Model,
            Target = New,
            Rings = [new RingPlan { Name = "one", Count = 1 }, new RingPlan { Name = "some", Percent = 40 }, new RingPlan { Name = "all" }],
            SoakSeconds = 600,
            WaitSeconds = 3600,
        };
        Plan = adjust?.Invoke(plan) ?? plan;
        Assert.Empty(RolloutPlanChecks.Faults(Plan));
        for (int i = 0; i < size; i++)
        {
            string id = $"device-{i:000}";
            _fleet[id] = new FleetDevice
            {
                Device = id,
                Site = i % 2 == 0 ? "north" : "south",
                Hardware = "pi5",
                Serial = $"S{i}",
                LastSeenAt = Now,
                DesiredTarget = Old,
                InstalledTarget = Old,
                InstalledCounter = 1,
                Health = new DeviceHealth { LatencyP99Ms = 40, TemperatureC = 55, Restarts = 3, MeasuredAt = Now },
            };
        }
    }

    public RolloutPlan Plan { get; }

    public Rollout Rollout { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public List<RolloutEvent> Events { get; } = [];

    /// <summary>What the other devices' alerts did.</summary>
    public AlertCounts Untouched { get; set; }

    /// <summary>What each device was told last.</summary>
    public Dictionary<string, string> Desired { get; } = new(StringComparer.Ordinal);

    /// <summary>Devices that do nothing that they are told.</summary>
    public HashSet<string> Dead { get; } = new(StringComparer.Ordinal);

    /// <summary>What becomes of a device that runs the new release.</summary>
    public Func<FleetDevice, FleetDevice> UnderNew { get; set; } = device => device;

    public IReadOnlyDictionary<string, RolloutDevice> Devices => _devices;

    public IReadOnlyDictionary<string, FleetDevice> Seen => _fleet;

    public SimulatedFleet Start(IReadOnlyDictionary<string, string>? held = null)
    {
        Rollout = new Rollout
        {
            Id = "0193",
            Plan = Plan,
            Release = new ReleaseDescription { Kind = Plan.Kind, Name = "street", Version = "2", Counter = 2, Hardware = ["pi5"] },
            Status = RolloutStatus.Running,
            CreatedAt = Now,
            CreatedBy = "ana",
            SteppedAt = Now,
            Rings = [.. Plan.Rings.Select(_ => new RolloutRing())],
        };
        foreach (RolloutDevice device in RingAssignment.Assign(Rollout, _fleet.Values, held ?? new Dictionary<string, string>(), Now))
            _devices[device.Device] = device;
        return this;
    }

    public void Change(string device, Func<FleetDevice, FleetDevice> change) => _fleet[device] = change(_fleet[device]);

    public void ChangeDevice(string device, Func<RolloutDevice, RolloutDevice> change) => _devices[device] = change(_devices[device]);

    public void ChangeRollout(Func<Rollout, Rollout> change) => Rollout = change(Rollout);

    /// <summary>Decides once and tells the devices.</summary>
    public RolloutStep Step()
    {
        RolloutStep step = RolloutDecision.Step(Rollout, _devices.Values, new FleetView(_fleet, Untouched), Now);
        Take(step);
        return step;
    }

    public void Take(RolloutStep step)
    {
        Rollout = step.Rollout;
        foreach (RolloutDevice device in step.Changed)
            _devices[device.Device] = device;
        foreach (DesiredChange change in step.Desired)
        {
            Desired[change.Device] = change.Target;
            _fleet[change.Device] = _fleet[change.Device] with { DesiredTarget = change.Target };
        }

        Events.AddRange(step.Events);
    }

    /// <summary>Time goes by, and devices that live do what they were told.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        foreach (FleetDevice device in _fleet.Values.Where(device => !Dead.Contains(device.Device)).ToList())
        {
            FleetDevice next = device with { LastSeenAt = Now, Health = device.Health with { MeasuredAt = Now } };
            if (Desired.TryGetValue(device.Device, out string? target))
                next = next with { InstalledTarget = target };
            _fleet[device.Device] = next.InstalledTarget == New ? UnderNew(next) : next;
        }
    }

    /// <summary>Steps and lets time go by until the rollout is over.</summary>
    public void RunToEnd(int most = 200)
    {
        for (int i = 0; i < most && Rollout.IsLive; i++)
        {
            Step();
            Pass(TimeSpan.FromMinutes(5));
        }

        Assert.False(Rollout.IsLive, $"{Rollout.Status}: {Rollout.Attention}");
    }

    public List<string> In(int ring) => [.. _devices.Values.Where(device => device.Ring == ring).Select(device => device.Device).Order(StringComparer.Ordinal)];

    public int Count(DeviceProgress progress) => _devices.Values.Count(device => device.Progress == progress);
}
