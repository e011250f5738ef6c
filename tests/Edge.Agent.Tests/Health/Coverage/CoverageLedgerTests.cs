using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Coverage;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health.Coverage;

public sealed class CoverageLedgerTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 6, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-coverage-").FullName;
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private CameraWatch _camera;
    private CoverageLedger _ledger;

    public CoverageLedgerTests()
    {
        _camera = Camera();
        _ledger = Open();
        _ledger.Tick([_camera]);
    }

    [Fact]
    public void Watching_FramesJudged_CountsEveryMinute()
    {
        Watch(minutes: 10);

        CoverageDay day = _ledger.Query(Day, "door");
        CoverageSpan only = Assert.Single(day.Spans);
        Assert.Equal(CoverageState.Watching, only.State);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), only.StartUtc);
        Assert.Equal(10, day.WatchedMinutes);
        Assert.Empty(day.Blind);
        Assert.Empty(day.Jumps);
    }

    /// <summary>A hot chip: the camera watches, with fewer frames, and the record says for how long.</summary>
    [Fact]
    public void Watching_Slowed_CountsAsWatchedAndIsToldWithItsReason()
    {
        Watch(minutes: 5);
        _camera.Slow("slowed, since the chip is hot");
        Watch(minutes: 3);
        _camera.Slow("");
        Watch(minutes: 2);

        CoverageDay day = _ledger.Query(Day, "door");
        Assert.Equal(10, day.WatchedMinutes);
        Assert.Empty(day.Blind);
        CoverageSpan slowed = Assert.Single(day.Slowed);
        Assert.Equal("slowed, since the chip is hot", slowed.Reason);
        Assert.InRange(slowed.Length, TimeSpan.FromSeconds(178), TimeSpan.FromSeconds(182));
    }

    [Fact]
    public void Watching_OneFrameEveryFourSeconds_IsStillWatching()
    {
        _camera.Tell(CaptureCondition.Streaming, "");
        for (int second = 0; second < 600; second++)
            Second(frame: second % 4 == 0);

        CoverageDay day = _ledger.Query(Day, "door");
        Assert.Equal(CoverageState.Watching, day.Spans[^1].State);
        Assert.True(day.Watched >= TimeSpan.FromSeconds(590), $"{day.Watched}");
    }

    [Fact]
    public void Blindness_EachCause_IsRecordedFromItsBeginningWithItsReason()
    {
        Watch(minutes: 5);
        _camera.Tell(CaptureCondition.Disconnected, "no such device");
        Seconds(120);
        Watch(minutes: 5);
        // Streaming, and nothing comes: noticed after five seconds, counted from the last frame.
        Seconds(60);
        Watch(minutes: 5);
        for (int second = 0; second < 30; second++)
        {
            _camera.Metrics.CountCaptured();
            Second(frame: false);
        }

        Watch(minutes: 5);
        _camera.Pause("reloading");
        Seconds(10);
        _camera.Resume();
        Watch(minutes: 5);

        CoverageDay day = _ledger.Query(Day, "door");
        Assert.Equal(
            [
                (CoverageState.Disconnected, "no such device", 120),
                (CoverageState.Stalled, "no frame came", 60),
                (CoverageState.DetectorStuck, "frames came and none was judged", 30),
                (CoverageState.Paused, "reloading", 10),
            ],
            day.Blind.Select(s => (s.State, s.Reason, (int)s.Length.TotalSeconds)));
        Assert.Equal(25, day.WatchedMinutes);
        Assert.Equal(TimeSpan.FromSeconds((25 * 60) + 220), TimeSpan.FromTicks(day.Spans.Sum(s => s.Length.Ticks)));
    }

    [Fact]
    public void Restart_SameBoot_GapIsTheMonotonicTimeAndSaysNotRunning()
    {
        Watch(minutes: 5);
        _ledger.Flush();
        // While the agent is dead, the clock is set a year ahead: the gap is what really passed.
        _time.Advance(TimeSpan.FromMinutes(7));
        _time.JumpWallClock(TimeSpan.FromDays(365));
        Restart();
        Watch(minutes: 5);

        CoverageDay day = _ledger.Query(Day, "door");
        CoverageSpan gap = Assert.Single(day.Blind);
        Assert.Equal((CoverageState.NotRunning, "the agent was not running", TimeSpan.FromMinutes(7)), (gap.State, gap.Reason, gap.Length));
        Assert.Equal(5, day.WatchedMinutes);
        CoverageDay later = _ledger.Query(Day.AddDays(365), "door");
        Assert.Equal(5, later.WatchedMinutes);
        Assert.Equal(TimeSpan.FromDays(365), Assert.Single(later.Jumps).By);
    }

    [Fact]
    public void Restart_OtherBoot_GapIsTheWallClocksAndMaySpanDays()
    {
        Watch(minutes: 5);
        _ledger.Flush();
        _time.Advance(TimeSpan.FromDays(2));
        Restart(boot: "another");
        Watch(minutes: 5);

        Assert.Equal(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(5), Assert.Single(_ledger.Query(Day, "door").Blind).Length);
        CoverageSpan whole = Assert.Single(_ledger.Query(Day.AddDays(1), "door").Spans);
        Assert.Equal((CoverageState.NotRunning, TimeSpan.FromDays(1)), (whole.State, whole.Length));
        CoverageDay last = _ledger.Query(Day.AddDays(2), "door");
        Assert.Equal([CoverageState.NotRunning, CoverageState.Watching], last.Spans.Select(s => s.State));
        Assert.Equal(5, last.WatchedMinutes);
    }

    [Fact]
    public void Restart_OtherBootAndClockBehind_NotesTheJumpAndInventsNothing()
    {
        Watch(minutes: 5);
        _ledger.Flush();
        _time.JumpWallClock(TimeSpan.FromHours(-3));
        Restart(boot: "another");
        Watch(minutes: 2);

        CoverageDay day = _ledger.Query(Day, "door");
        Assert.Equal(7, day.WatchedMinutes);
        Assert.Empty(day.Blind);
        Assert.Equal(TimeSpan.FromHours(-3), Assert.Single(day.Jumps).By);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void Clock_JumpsByAYear_NoMinuteIsLostOrInvented(int days)
    {
        Watch(minutes: 10);
        _time.JumpWallClock(TimeSpan.FromDays(days));
        Watch(minutes: 10);
        _time.JumpWallClock(TimeSpan.FromDays(-days));
        Watch(minutes: 10);
        _ledger.Flush();

        CoverageDay here = _ledger.Query(Day, "door");
        CoverageDay there = _ledger.Query(Day.AddDays(days), "door");
        Assert.Equal(TimeSpan.FromMinutes(30), here.Watched + there.Watched);
        Assert.InRange(there.Watched, TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(2));
        Assert.Empty(here.Blind);
        Assert.Empty(there.Blind);
        Assert.Equal(TimeSpan.FromDays(days), Assert.Single(there.Jumps).By);
        Assert.Equal(TimeSpan.FromDays(-days), Assert.Single(here.Jumps).By);
    }

    [Fact]
    public void Process_GivenNoTime_IsNotWatching()
    {
        Watch(minutes: 1);
        _time.Advance(TimeSpan.FromMinutes(10));
        _camera.Metrics.CountJudged();
        _ledger.Tick([_camera]);
        Watch(minutes: 1);

        CoverageDay day = _ledger.Query(Day, "door");
        Assert.Equal(CoverageState.Suspended, Assert.Single(day.Blind).State);
        Assert.Equal(2, day.WatchedMinutes);
    }

    [Fact]
    public void Camera_RemovedAndBack_WasNotConfigured()
    {
        Watch(minutes: 1);
        for (int second = 0; second < 90; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _ledger.Tick([]);
        }

        _ledger.Tick([_camera]);
        Watch(minutes: 1);
        CoverageSpan gap = Assert.Single(_ledger.Query(Day, "door").Blind);
        Assert.Equal("the camera was not configured", gap.Reason);
        Assert.Equal(90, gap.Length.TotalSeconds);
    }

    [Fact]
    public void Journal_TornAndRubbishLines_AreSkippedAndTheNextLineIsWhole()
    {
        Watch(minutes: 5);
        _ledger.Flush();
        string file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "coverage")));
        string whole = File.ReadAllText(file);
        File.WriteAllText(file, "rubbish\n{\"n\":3}\n[]\n" + whole + whole[..40]);
        Restart();
        Watch(minutes: 5);
        _ledger.Flush();

        Assert.Equal(10, _ledger.Query(Day, "door").WatchedMinutes);
        Assert.All(File.ReadAllLines(file)[^5..], line => Assert.NotNull(CoverageLine.Parse(line)));
    }

    [Fact]
    public void Journal_MoreDaysThanKept_DropsTheOldestFileOnly()
    {
        for (int day = 0; day < 6; day++)
        {
            Watch(minutes: 1);
            _ledger.Flush();
            _time.JumpWallClock(TimeSpan.FromDays(1));
            Second(frame: true);
        }

        Watch(minutes: 1);
        _ledger.Flush();
        Assert.Equal(
            ["2026-06-03.jsonl", "2026-06-04.jsonl", "2026-06-05.jsonl", "2026-06-06.jsonl", "2026-06-07.jsonl"],
            Directory.GetFiles(Path.Combine(_folder, "coverage")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Disk_DoesNotTakeTheRecord_ItIsKeptAndWrittenLater()
    {
        // A file where the folder should be: what a read-only or broken disk gives, an IOException.
        File.WriteAllText(Path.Combine(_folder, "coverage"), "");
        var log = new RecordingLog<CoverageLedger>();
        _ledger = new CoverageLedger(_folder, 5, "boot", _time, log);
        _ledger.Tick([_camera]);
        Watch(minutes: 5);
        Assert.Single(log.Lines);
        Assert.Equal(5, _ledger.Query(Day, "door").WatchedMinutes);

        File.Delete(Path.Combine(_folder, "coverage"));
        Watch(minutes: 5);
        _ledger.Flush();
        Restart();
        Assert.Equal(10, _ledger.Query(Day, "door").WatchedMinutes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CameraWatch Camera() => new(new CameraMetrics("door"), new CaptureSettings { StallTimeout = TimeSpan.FromSeconds(5) }, _time);

    private CoverageLedger Open(string boot = "boot") => new(_folder, 5, boot, _time, NullLogger<CoverageLedger>.Instance);

    private void Restart(string boot = "boot")
    {
        _ledger = Open(boot);
        _camera = Camera();
        _ledger.Tick([_camera]);
    }

    private void Watch(int minutes)
    {
        _camera.Tell(CaptureCondition.Streaming, "");
        for (int second = 0; second < minutes * 60; second++)
            Second(frame: true);
    }

    private void Seconds(int count)
    {
        for (int second = 0; second < count; second++)
            Second(frame: false);
    }

    private void Second(bool frame)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        if (frame)
        {
            _camera.Metrics.CountCaptured();
            _camera.Metrics.CountJudged();
        }

        _ledger.Tick([_camera]);
    }
}
