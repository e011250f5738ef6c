using Edge.Agent.Health;
using Edge.Testing;

namespace Edge.Agent.Tests.Health;

public sealed class ProgressBeatTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void WaitingFor_WithoutWork_IsNull()
    {
        var beat = new ProgressBeat(HealthPart.Outbox, "outbox", _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(beat.WaitingFor());
    }

    [Fact]
    public void WaitingFor_WorkAfterLongIdleness_CountsFromTheWork()
    {
        var beat = new ProgressBeat(HealthPart.Outbox, "outbox", _time);
        _time.Advance(TimeSpan.FromHours(1));
        beat.Working();
        _time.Advance(TimeSpan.FromSeconds(3));
        beat.Working();

        Assert.Equal(TimeSpan.FromSeconds(3), beat.WaitingFor());
    }

    [Fact]
    public void WaitingFor_ProgressWithMoreWork_CountsFromTheProgress()
    {
        var beat = new ProgressBeat(HealthPart.Outbox, "outbox", _time);
        beat.Working();
        _time.Advance(TimeSpan.FromSeconds(30));
        beat.Progressed();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), beat.WaitingFor());
        beat.Idle();
        Assert.Null(beat.WaitingFor());
    }

    [Fact]
    public void WaitingFor_WallClockJumps_IsUnaffected()
    {
        var beat = new ProgressBeat(HealthPart.Outbox, "outbox", _time);
        beat.Working();
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.JumpWallClock(TimeSpan.FromDays(365));
        Assert.Equal(TimeSpan.FromSeconds(5), beat.WaitingFor());
        _time.JumpWallClock(TimeSpan.FromDays(-730));
        Assert.Equal(TimeSpan.FromSeconds(5), beat.WaitingFor());
    }

    [Fact]
    public void Beat_OnTheFramePath_AllocatesNothing()
    {
        var beat = new ProgressBeat(HealthPart.Detector, "door", TimeProvider.System);
        beat.Working();
        beat.Idle();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 1000; frame++)
        {
            beat.Working();
            beat.Progressed();
            beat.Idle();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
