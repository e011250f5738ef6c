using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Outbox;

public sealed class WriteScheduleTests
{
    private static readonly TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Due_Nothing_Never() => Assert.Null(new WriteSchedule().Due(_now, false, false, 0, default));

    [Fact]
    public void Due_Arrivals_AtOnce() => Assert.Equal(TimeSpan.Zero, new WriteSchedule().Due(_now, false, true, 0, default));

    [Fact]
    public void Due_FewReceipts_WaitForCompany()
    {
        TimeSpan since = _now - TimeSpan.FromMilliseconds(50);
        Assert.Equal(WriteSchedule.DeleteDelay - TimeSpan.FromMilliseconds(50), new WriteSchedule().Due(_now, false, false, 3, since));
        Assert.Equal(TimeSpan.Zero, new WriteSchedule().Due(_now, false, false, 3, _now - TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.Zero, new WriteSchedule().Due(_now, false, false, WriteSchedule.DeleteBatch, _now));
    }

    [Fact]
    public void Due_Failures_BackOffDoublesToTenSeconds()
    {
        var schedule = new WriteSchedule();
        var waits = new List<double>();
        TimeSpan now = _now;
        for (int failure = 0; failure < 10; failure++)
        {
            schedule.Failed(now);
            TimeSpan wait = schedule.Due(now, true, true, 0, default)!.Value;
            waits.Add(wait.TotalSeconds);
            now += wait;
            Assert.Equal(TimeSpan.Zero, schedule.Due(now, true, true, 0, default));
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10, 10], waits);
        schedule.Succeeded();
        Assert.Equal(TimeSpan.Zero, schedule.Due(_now, false, true, 0, default));
        schedule.Failed(now);
        Assert.Equal(TimeSpan.FromSeconds(0.1), schedule.Due(now, true, true, 0, default));
    }
}
