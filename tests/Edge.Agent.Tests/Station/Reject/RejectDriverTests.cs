using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;
using Edge.Agent.Gpio;
using Edge.Agent.Gpio.Simulated;
using Edge.Agent.Station.Reject;
using Edge.Domain.Inspection.Line;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Station.Reject;

/// <summary>The driver on the lines of a simulated chip, its belt moved by the test: edges of the encoder, count by count.</summary>
public sealed class RejectDriverTests : IDisposable
{
    private const int Encoder = 1;
    private const int Confirm = 2;
    private const int Ejector = 3;
    private const int Stop = 4;
    private const int Ready = 5;

    private static readonly StationSettings Station = new()
    {
        Id = "test",
        Deadline = TimeSpan.FromMinutes(1),
        Reject = new RejectSettings
        {
            Output = new OutputLineSettings { Line = Ejector },
            Stop = new OutputLineSettings { Line = Stop },
            Ready = new OutputLineSettings { Line = Ready },
            Encoder = new InputLineSettings { Line = Encoder, Edge = LineEdges.Both },
            DelayCounts = 100,
            PulseCounts = 20,
            GuardCounts = 5,
        },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-reject-").FullName;
    private readonly SimulatedChipServer _chip;
    private readonly LineBank _bank;
    private readonly LineDiary _diary = new();
    private BeltEncoder? _encoder;
    private RejectDriver? _driver;

    public RejectDriverTests()
    {
        string socket = Path.Combine(_folder, "chip");
        _chip = new SimulatedChipServer(socket, 8, TimeProvider.System);
        _chip.Drive(Encoder, false);
        _chip.Drive(Confirm, false);
        _bank = new LineBank(
            new GpioSettings { Chips = [new GpioChipSettings { Id = "line", Kind = GpioChipKind.Simulated, Socket = socket }] }, TimeProvider.System, NullLogger.Instance);
    }

    public void Dispose()
    {
        _diary.MayTell.Set();
        _driver?.Dispose();
        _encoder?.Dispose();
        _bank.Dispose();
        _chip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RejectDriver_TwoInFlight_TheBadOneIsEjectedAndTheGoodOneIsNot()
    {
        RejectDriver driver = await StartAsync(Station);
        driver.Open(1, Now);
        await MoveAsync(50);
        driver.Open(2, Now);
        Assert.Equal(DecisionTaking.Taken, driver.Decide(1, ejects: true));
        Assert.Equal(DecisionTaking.Taken, driver.Decide(2, ejects: false));
        await MoveAsync(49);
        Assert.False(_chip.Read(Ejector));
        await MoveAsync(1);
        await Deadline.UntilAsync(() => _chip.Read(Ejector), "the ejector is on");
        // The chip has the level before the driver knows it: a belt that ran on meanwhile would make it a late one.
        await Deadline.UntilAsync(() => _diary.Fates.Count == 1, "its fate is told");
        await MoveAsync(20);
        await Deadline.UntilAsync(() => !_chip.Read(Ejector), "the ejector is off");
        await MoveAsync(60);
        await Deadline.UntilAsync(() => _diary.Fates.Count == 2, "both fates are told");
        Assert.Equal([(1L, PartExit.Ejected), (2L, PartExit.Passed)], _diary.Fates.Select(f => (f.Part, f.Exit)));
    }

    [Fact]
    public async Task RejectDriver_BeforeTheBeltIsDrained_EverythingIsEjectedAndItIsNotReady()
    {
        RejectDriver driver = Open(Station);
        await Deadline.UntilAsync(() => _chip.Read(Ejector), "the ejector is held");
        await MoveAsync(300);
        Assert.Equal(LineState.Draining, driver.State.State);
        driver.Watch();
        await MoveAsync(124);
        Assert.Equal((true, false), (_chip.Read(Ejector), _chip.Read(Ready)));
        await MoveAsync(1);
        await Deadline.UntilAsync(() => !_chip.Read(Ejector) && _chip.Read(Ready), "the station is ready");
    }

    [Fact]
    public async Task RejectDriver_Tripped_HoldsTheEjectorUntilClearedAndDrained()
    {
        RejectDriver driver = await StartAsync(Station);
        driver.Open(1, Now);
        driver.Decide(1, ejects: false);
        driver.Trip();
        await Deadline.UntilAsync(() => _chip.Read(Ejector) && !_chip.Read(Ready), "fail-safe is on the lines");
        driver.Clear();
        await MoveAsync(125);
        await Deadline.UntilAsync(() => !_chip.Read(Ejector) && _chip.Read(Ready), "the station is ready again");
        Assert.Equal([(PartExit.Ejected, FateCause.FailSafe)], _diary.Fates.Select(f => (f.Exit, f.Cause)));
    }

    [Fact]
    public async Task RejectDriver_ByTime_EjectsWhenItIsDueAndEndsThePulse()
    {
        StationSettings byTime = Station with
        {
            Reject = Station.Reject with
            {
                DelayCounts = 0,
                Delay = TimeSpan.FromMilliseconds(400),
                Pulse = TimeSpan.FromMilliseconds(100),
                Encoder = new InputLineSettings(),
            },
        };
        RejectDriver driver = Open(byTime);
        driver.Watch();
        await Deadline.UntilAsync(() => _chip.Read(Ready), "the station is ready");
        long trigger = Now;
        driver.Open(1, trigger);
        driver.Decide(1, ejects: true);
        await Deadline.UntilAsync(() => _chip.Read(Ejector), "the ejector is on");
        await Deadline.UntilAsync(() => !_chip.Read(Ejector), "the ejector is off");
        await Deadline.UntilAsync(() => !_diary.Fates.IsEmpty, "the fate is told");
        PartFate fate = Assert.Single(_diary.Fates);
        Assert.Equal(PartExit.Ejected, fate.Exit);
        Assert.True(fate.OutputAt - fate.Triggered.Time >= TimeSpan.FromMilliseconds(400), "an output comes when it is due, not before");
    }

    [Fact]
    public async Task RejectDriver_SensorSeesThePart_IsConfirmed()
    {
        RejectDriver driver = await StartAsync(WithSensor(TimeSpan.FromSeconds(20)));
        Assert.True(driver.HasSensor);
        await EjectOneAsync(driver);
        _chip.Drive(Confirm, true);
        await Deadline.UntilAsync(() => !_diary.Checks.IsEmpty, "the check is told");
        Assert.Equal((1L, EjectionCheck.Confirmed), Assert.Single(_diary.Checks.Select(c => (c.Part!.Value, c.Check))));
    }

    [Fact]
    public async Task RejectDriver_SensorSeesNothing_IsMissedAndTheBeltIsStopped()
    {
        RejectDriver driver = await StartAsync(WithSensor(TimeSpan.FromMilliseconds(20)));
        await EjectOneAsync(driver);
        // The window is counted from the pulse's end: a belt that stands in a pulse makes nobody late.
        await MoveAsync(20);
        await Deadline.UntilAsync(() => _chip.Read(Stop) && !_chip.Read(Ready), "the line is stopped");
        Assert.Equal((LineState.FailSafe, FailSafeReason.MissedEjections), driver.State);
        await Deadline.UntilAsync(() => !_diary.Checks.IsEmpty, "the check is told");
        Assert.Equal(EjectionCheck.Missed, Assert.Single(_diary.Checks).Check);
    }

    [Fact]
    public async Task RejectDriver_ChipGone_IsAnOutputFaultInFailSafe()
    {
        RejectDriver driver = await StartAsync(Station);
        driver.Open(1, Now);
        driver.Decide(1, ejects: true);
        _chip.Dispose();
        driver.Trip();
        await Deadline.UntilAsync(() => driver.State.State == LineState.FailSafe, "fail-safe");
    }

    [Fact]
    public async Task RejectDriver_EjectorReadsBackOtherwise_ThePartSlippedAndTheStationIsInFailSafe()
    {
        var stuck = new StuckDriver();
        using var bank = new LineBank(new GpioSettings(), TimeProvider.System, NullLogger.Instance, _ => new LineChip("stuck", stuck));
        StationSettings byTime = Station with
        {
            Reject = Station.Reject with { DelayCounts = 0, Delay = TimeSpan.FromMilliseconds(60), Pulse = TimeSpan.FromMilliseconds(20), Encoder = new InputLineSettings() },
        };
        using var driver = new RejectDriver(byTime, bank, _diary, null, TimeProvider.System, NullLogger.Instance);
        driver.Watch();
        await Deadline.UntilAsync(() => driver.State.State == LineState.Ready, "the station is ready");
        stuck.Stuck = Ejector;
        driver.Open(1, Now);
        driver.Decide(1, ejects: true);
        await Deadline.UntilAsync(() => driver.State == (LineState.FailSafe, FailSafeReason.OutputFault), "fail-safe");
        await Deadline.UntilAsync(() => !_diary.Fates.IsEmpty, "the fate is told");
        Assert.Equal(PartExit.Slipped, Assert.Single(_diary.Fates).Exit);
        await Deadline.UntilAsync(() => stuck.LevelOf(Stop) == 1 && stuck.LevelOf(Ready) == 0, "the belt is stopped instead");

        // The relay works again: the wanted level is set without anybody's doing.
        stuck.Stuck = -1;
        await Deadline.UntilAsync(() => stuck.LevelOf(Ejector) == 1, "the ejector is held");
    }

    [Fact]
    public async Task RejectDriver_ListenerThatHangs_DelaysNoOutput()
    {
        RejectDriver driver = await StartAsync(Station);
        _diary.MayTell.Reset();
        await EjectOneAsync(driver, isTold: false);
        await MoveAsync(30);
        driver.Open(2, Now);
        driver.Decide(2, ejects: true);
        await MoveAsync(100);
        await Deadline.UntilAsync(() => _chip.Read(Ejector), "the second is ejected");
        Assert.Empty(_diary.Fates);
        _diary.MayTell.Set();
        await Deadline.UntilAsync(() => _diary.Fates.Count == 2, "both are told");
    }

    [Fact]
    public async Task RejectDriver_Disposed_PartsAreInterruptedAndOutputsSafe()
    {
        RejectDriver driver = await StartAsync(Station);
        driver.Open(1, Now);
        driver.Dispose();
        Assert.Equal(PartExit.Interrupted, Assert.Single(_diary.Fates).Exit);
        Assert.Equal((false, false, false), (_chip.Read(Ejector), _chip.Read(Stop), _chip.Read(Ready)));
        Assert.Equal(PartOpening.Closed, driver.Open(2, Now));
        driver.Dispose();
    }

    [Fact]
    public void RejectDriver_OutputThatCannotBeOpened_IsRefusedAndNothingStaysOpen()
    {
        StationSettings wrong = Station with { Reject = Station.Reject with { Output = new OutputLineSettings { Line = 99 } } };
        _encoder = new BeltEncoder(_bank, Station.Reject.Encoder);
        Assert.Throws<LineException>(() => new RejectDriver(wrong, _bank, _diary, _encoder, TimeProvider.System, NullLogger.Instance));
        _bank.OpenOutput(Station.Reject.Ready).Dispose();
        Assert.Throws<ArgumentException>(() => new RejectDriver(Station, _bank, _diary, null, TimeProvider.System, NullLogger.Instance));
    }

    [Fact]
    public async Task BeltEncoder_AMomentAgo_IsWhereTheBeltStoodThen()
    {
        using var encoder = new BeltEncoder(_bank, Station.Reject.Encoder);
        _encoder = encoder;
        await MoveAsync(10);
        long then = Now;
        await MoveAsync(25);
        Assert.Equal((10L, 35L), (encoder.CountsAt(then), encoder.CountsAt(Now)));
        await MoveAsync(3000);
        Assert.True(encoder.CountsAt(then) > 35, "what it has forgotten is the oldest that it knows");
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static StationSettings WithSensor(TimeSpan within) =>
        Station with { Reject = Station.Reject with { Confirm = new InputLineSettings { Line = Confirm }, ConfirmWithin = within } };

    private RejectDriver Open(StationSettings station)
    {
        _encoder = station.Reject.Encoder.Line < 0 ? null : new BeltEncoder(_bank, station.Reject.Encoder);
        return _driver = new RejectDriver(station, _bank, _diary, _encoder, TimeProvider.System, NullLogger.Instance);
    }

    private async Task<RejectDriver> StartAsync(StationSettings station)
    {
        RejectDriver driver = Open(station);
        driver.Watch();
        await MoveAsync(125);
        await Deadline.UntilAsync(() => _chip.Read(Ready), "the station is ready");
        return driver;
    }

    private async Task EjectOneAsync(RejectDriver driver, bool isTold = true)
    {
        driver.Open(1, Now);
        driver.Decide(1, ejects: true);
        await MoveAsync(100);
        await Deadline.UntilAsync(() => _chip.Read(Ejector), "the ejector is on");
        if (isTold)
            await Deadline.UntilAsync(() => _diary.Fates.Any(fate => fate.Part == 1), "its fate is told");
    }

    private async Task MoveAsync(int counts)
    {
        long goal = _encoder!.Counts + counts;
        for (int i = 0; i < counts; i++)
            _chip.Drive(Encoder, !_chip.Read(Encoder));
        await Deadline.UntilAsync(() => _encoder.Counts == goal, "the encoder has counted");
    }
}
