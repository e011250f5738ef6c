using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Systemd;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health;

public sealed class HealthMonitorTests
{
    private static readonly HealthSettings Settings = new()
    {
        DetectorTimeout = TimeSpan.FromSeconds(20),
        PublisherTimeout = TimeSpan.FromSeconds(60),
        RestartLimit = 3,
        RestartWindow = TimeSpan.FromMinutes(10),
    };

    [Fact]
    public void Camera_FramesJudged_IsWatchingAndToldOnce()
    {
        using var bench = new HealthBench(Settings);
        bench.Stream();
        bench.Pass(600);

        HealthReport only = Assert.Single(bench.Reports);
        Assert.True(only.IsWatching);
        Assert.Equal("watching 1 of 1 cameras", only.Summary);
        Assert.Equal(0, bench.Monitor.Restarts);
    }

    [Fact]
    public void Camera_UnpluggedAndRetried_IsBlindForeverAndNeverRestarted()
    {
        using var bench = new HealthBench(Settings, cameras: ["door", "yard"]);
        bench.Stream();
        bench.EverySecond("retries", () =>
        {
            bench.Tell(CaptureCondition.Connecting, camera: "yard");
            bench.Tell(CaptureCondition.Disconnected, "no such device", "yard");
        });
        bench.Pass(3600);

        Assert.False(bench.Last.IsWatching);
        Assert.False(bench.Last.IsStuck);
        Assert.Equal(PartState.Blind, bench.Verdict(HealthPart.Capture, "yard").State);
        Assert.Equal("disconnected: no such device", bench.Verdict(HealthPart.Capture, "yard").Reason);
        Assert.Equal(PartState.Healthy, bench.Verdict(HealthPart.Capture).State);
        Assert.Equal("watching 1 of 2 cameras; capture of camera 'yard': disconnected: no such device", bench.Last.Summary);
        Assert.Equal(0, bench.Monitor.Restarts);
        Assert.Empty(bench.GaveUp);
    }

    [Fact]
    public async Task Capture_SaysNothingForLongerThanItsWaitsAllow_IsStuckAndRestarted()
    {
        using var bench = new HealthBench(Settings);
        var capture = new RecordingRestartable();
        bench.Registry.AddRestartable(HealthPart.Capture, "door", capture);
        bench.Stream();
        bench.Pass(10);
        bench.Silence();
        bench.Pass((int)bench.Registry.Camera("door")!.SilenceLimit.TotalSeconds);
        Assert.Equal(0, bench.Monitor.Restarts);
        bench.Pass(2);

        Assert.Equal(PartState.Stuck, bench.Verdict(HealthPart.Capture).State);
        Assert.True(await capture.Restarted.WaitAsync(TimeSpan.FromSeconds(20)));
        bench.Stream();
        bench.Pass(2);
        Assert.True(bench.Last.IsWatching);
    }

    [Fact]
    public void Capture_RecordingEnded_IsHealthyForever()
    {
        using var bench = new HealthBench(Settings);
        bench.Stream();
        bench.Pass(10);
        bench.Silence();
        bench.Tell(CaptureCondition.Ended);
        bench.Pass(3600);

        Assert.Equal(0, bench.Monitor.Restarts);
        Assert.True(bench.Last.IsWatching);
    }

    [Fact]
    public async Task Detector_DoesNotAnswer_IsStuckAndOnlyItIsRestarted()
    {
        using var bench = new HealthBench(Settings);
        var detector = new RecordingRestartable();
        var capture = new RecordingRestartable();
        bench.Registry.AddRestartable(HealthPart.Detector, "door", detector);
        bench.Registry.AddRestartable(HealthPart.Capture, "door", capture);
        bench.Stream();
        bench.Pass(10);
        // Every frame is handed over, so a capture behind a hanging detector is silent too.
        bench.Silence();
        bench.Detectors["door"].Working();
        bench.Pass(20);
        Assert.Equal(0, bench.Monitor.Restarts);
        bench.Pass(1);

        Assert.Equal(PartState.Stuck, bench.Verdict(HealthPart.Detector).State);
        Assert.Equal("has work and got none done within 20 s", bench.Verdict(HealthPart.Detector).Reason);
        Assert.True(await detector.Restarted.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, capture.Count);
        bench.Detectors["door"].Idle();
        bench.Stream();
        bench.Pass(3);
        Assert.True(bench.Last.IsWatching);
        Assert.Equal(1, detector.Count);
    }

    [Fact]
    public void Detector_FramesArriveAndNoneIsJudged_IsStuck()
    {
        using var bench = new HealthBench(Settings);
        bench.Stream(judged: false);
        bench.Pass(21);
        Assert.Equal(PartState.Healthy, bench.Verdict(HealthPart.Detector).State);
        bench.Pass(2);

        Assert.Equal(PartState.Stuck, bench.Verdict(HealthPart.Detector).State);
        Assert.Equal("is given frames and judged none within 20 s", bench.Verdict(HealthPart.Detector).Reason);
    }

    [Fact]
    public void Detector_FirstFramesAfterALongBlindness_IsNotBlamedForTheBlindness()
    {
        using var bench = new HealthBench(Settings);
        bench.Stream();
        bench.Pass(5);
        bench.Stream(judged: false);
        bench.Pass(2);
        bench.Silence();
        bench.EverySecond("retries", () => bench.Tell(CaptureCondition.Disconnected, "unplugged"));
        bench.Pass(600);
        bench.Silence("retries");
        bench.Stream(judged: false);
        bench.Pass(5);
        Assert.Equal(PartState.Healthy, bench.Verdict(HealthPart.Detector).State);
    }

    [Fact]
    public void Camera_PausedWhileAModelIsBuilt_IsBlindWithItsReasonAndNotRestarted()
    {
        using var bench = new HealthBench(Settings);
        bench.Registry.Camera("door")!.Pause("building the TensorRT engine");
        bench.Stream(judged: false);
        bench.Pass(900);

        Assert.Equal("paused: building the TensorRT engine", bench.Verdict(HealthPart.Capture).Reason);
        Assert.False(bench.Last.IsWatching);
        Assert.Equal(0, bench.Monitor.Restarts);
        bench.Registry.Camera("door")!.Resume();
        bench.Pass(5);
        Assert.Equal(PartState.Healthy, bench.Verdict(HealthPart.Detector).State);
        bench.Stream();
        bench.Pass(2);
        Assert.True(bench.Last.IsWatching);
    }

    [Theory]
    [InlineData(HealthPart.Outbox)]
    [InlineData(HealthPart.Publisher)]
    public async Task Queue_HasWorkAndGetsNoneDone_IsRestarted(HealthPart part)
    {
        using var bench = new HealthBench(Settings);
        ProgressBeat beat = bench.Registry.AddBeat(part, "it");
        var restartable = new RecordingRestartable();
        bench.Registry.AddRestartable(part, "it", restartable);
        bench.Stream();
        bench.Pass(3600);
        Assert.Equal(0, bench.Monitor.Restarts);
        beat.Working();
        bench.Pass(61);

        Assert.Equal(PartState.Stuck, bench.Verdict(part, "it").State);
        Assert.True(await restartable.Restarted.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Publisher_FailsAgainAndAgainAgainstAnAbsentBroker_IsNotStuck()
    {
        using var bench = new HealthBench(Settings);
        ProgressBeat publisher = bench.Registry.AddBeat(HealthPart.Publisher, "publisher");
        publisher.Working();
        bench.EverySecond("attempts", publisher.Progressed);
        bench.Stream();
        bench.Pass(3600);

        Assert.Equal(0, bench.Monitor.Restarts);
        Assert.True(bench.Last.IsWatching);
    }

    [Fact]
    public void Part_RestartedInVain_GivesUpPastTheLimitOnce()
    {
        using var bench = new HealthBench(Settings);
        bench.Stream(judged: false);
        bench.Pass(4 * 22);
        Assert.Equal(3, bench.Monitor.Restarts);
        bench.Pass(120);

        Assert.Equal("detector of camera 'door' is given frames and judged none within 20 s, after 3 restarts within 600 s", Assert.Single(bench.GaveUp));
        Assert.Equal(3, bench.Monitor.Restarts);
    }

    [Fact]
    public void Part_RestartedRarely_NeverGivesUp()
    {
        using var bench = new HealthBench(Settings);
        for (int round = 0; round < 12; round++)
        {
            bench.Stream(judged: false);
            bench.Pass(22);
            bench.Stream();
            bench.Pass(280);
        }

        Assert.Equal(12, bench.Monitor.Restarts);
        Assert.Empty(bench.GaveUp);
    }

    [Fact]
    public void Listener_Throws_TheOthersStillHear()
    {
        var time = new ManualTimeProvider();
        var registry = new HealthRegistry(time);
        var heard = new RecordingListener();
        using var systemd = new SystemdNotifier(null, null, NullLogger<SystemdNotifier>.Instance);
        using var monitor = new HealthMonitor(registry, new HealthPolicy(Settings), [new ThrowingListener(), heard], systemd, time, NullLogger<HealthMonitor>.Instance);
        monitor.Check(CancellationToken.None);

        Assert.Equal(1, heard.Count);
    }

    [Fact]
    public async Task Restart_ThrowsOrBlocks_TheLoopGoesOn()
    {
        using var bench = new HealthBench(Settings, cameras: ["door", "yard"]);
        using var release = new ManualResetEventSlim();
        var throwing = new RecordingRestartable(() => throw new InvalidOperationException("planted"));
        var blocking = new RecordingRestartable(() =>
        {
            release.Wait(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        });
        bench.Registry.AddRestartable(HealthPart.Detector, "door", throwing);
        bench.Registry.AddRestartable(HealthPart.Detector, "yard", blocking);
        bench.Stream(judged: false);
        bench.Stream("yard", judged: false);
        bench.Pass(30);
        Assert.True(await throwing.Restarted.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(await blocking.Restarted.WaitAsync(TimeSpan.FromSeconds(20)));
        bench.Stream();
        bench.Pass(5);

        Assert.Equal(PartState.Healthy, bench.Verdict(HealthPart.Detector).State);
        Assert.Equal(PartState.Stuck, bench.Verdict(HealthPart.Detector, "yard").State);
        release.Set();
    }

    [Fact]
    public async Task Monitor_Started_ChecksEverySecondAndStops()
    {
        using var bench = new HealthBench(Settings);
        await bench.Monitor.StartAsync(CancellationToken.None);
        bench.Stream();
        await Until.TrueAsync(() =>
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            return bench.Reports.Count > 0;
        });
        await bench.Monitor.StopAsync(CancellationToken.None);
        Assert.True(bench.Monitor.ExecuteTask!.IsCompletedSuccessfully);
    }

    private sealed class ThrowingListener : IHealthListener
    {
        public void HealthChanged(HealthReport report) => throw new InvalidOperationException("planted");
    }

    private sealed class RecordingListener : IHealthListener
    {
        public int Count { get; private set; }

        public void HealthChanged(HealthReport report) => Count++;
    }
}
