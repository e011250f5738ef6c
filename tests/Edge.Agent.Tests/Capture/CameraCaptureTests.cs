using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Edge.Testing;

namespace Edge.Agent.Tests.Capture;

/// <summary>What can only be shown with a source that misbehaves to order: reads that never return, floods, flapping.</summary>
public sealed class CameraCaptureTests
{
    private static readonly CaptureSettings Settings = CaptureRig.Fast;

    [Fact]
    public void Read_NeverReturns_StalledThenReplacedAndItsFrameThrownAway()
    {
        using var hang = new ManualResetEventSlim();
        int made = 0, disposed = 0;
        using var rig = new CaptureRig(
            () => Interlocked.Increment(ref made) == 2
                ? new ScriptedSource(pool => { hang.Wait(); return Numbered(pool, 200); }, () => Interlocked.Increment(ref disposed))
                : new ScriptedSource(pool => Numbered(pool, 100), () => { }),
            Settings with { StallTimeout = TimeSpan.FromMilliseconds(200) },
            TimeProvider.System);
        rig.Capture.Start();

        rig.Log.WaitFor(CaptureCondition.Stalled);
        rig.Log.WaitFor(CaptureCondition.Streaming);
        Assert.Equal(1, rig.Capture.Abandoned);
        using (Frame frame = rig.Next())
            Assert.Equal(100, frame.Width);

        hang.Set();
        Assert.True(SpinWait.SpinUntil(() => rig.Capture.Abandoned == 0 && Volatile.Read(ref disposed) == 1, TimeSpan.FromSeconds(10)));
        for (int i = 0; i < 10; i++)
        {
            using Frame frame = rig.Next();
            Assert.Equal(100, frame.Width);
        }
    }

    /// <summary>An absent camera was taken for a hung capture, since only the first of its equal failures was heard; after five restarts the agent gave up.</summary>
    [Fact]
    public void Open_FailsAgainAndAgainInTheSameWay_IsReportedOnceAndEachAttemptIsASignOfLife()
    {
        using var rig = new CaptureRig(
            () => new ScriptedSource(_ => throw new CaptureException("nobody there"), () => { }),
            Settings with { ReconnectMinimum = TimeSpan.FromMilliseconds(10), ReconnectMaximum = TimeSpan.FromMilliseconds(20) },
            TimeProvider.System);
        rig.Capture.Start();
        rig.Log.WaitFor(CaptureCondition.Disconnected);
        Assert.True(SpinWait.SpinUntil(() => rig.Log.FailedAgainCount >= 5, TimeSpan.FromSeconds(20)));
        Assert.Single(rig.Log.Entries, entry => entry.Condition == CaptureCondition.Disconnected);
    }

    /// <summary>A hot chip: the camera goes on, with a part of its frames, changed while it runs.</summary>
    [Fact]
    public void Limit_ChangedWhileItRuns_TakesThatPartOfTheFrames()
    {
        using var gate = new SemaphoreSlim(0);
        int entered = 0;
        using var rig = new CaptureRig(
            () => new ScriptedSource(
                pool =>
                {
                    Interlocked.Increment(ref entered);
                    gate.Wait();
                    return Numbered(pool, 10);
                },
                () => { }),
            Settings with { StallTimeout = TimeSpan.FromMinutes(1) },
            TimeProvider.System);
        int given = 0;
        void Give(int frames)
        {
            gate.Release(frames);
            given += frames;
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref entered) == given + 1, TimeSpan.FromSeconds(20)));
        }

        rig.Capture.Start();
        Give(10);
        Assert.Equal(10, rig.Metrics.FramesCaptured);
        rig.Capture.Limit.Rate = 0.25;
        Give(400);
        Assert.Equal(110, rig.Metrics.FramesCaptured);
        rig.Capture.Limit.Rate = 0.5;
        Give(100);
        Assert.InRange(rig.Metrics.FramesCaptured, 159, 161);
        rig.Capture.Limit.Rate = 1;
        long before = rig.Metrics.FramesCaptured;
        Give(30);
        Assert.Equal(before + 30, rig.Metrics.FramesCaptured);
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Capture.Limit.Rate = 0);
        gate.Release(1000);
    }

    [Fact]
    public void Reads_AllHang_NoMoreThreadsThanAllowedAndToldSo()
    {
        using var hang = new ManualResetEventSlim();
        int made = 0;
        using (var rig = new CaptureRig(
            () => { Interlocked.Increment(ref made); return new ScriptedSource(pool => { hang.Wait(); return Numbered(pool, 10); }, () => { }); },
            Settings with { StallTimeout = TimeSpan.FromMilliseconds(50), ReconnectMaximum = TimeSpan.FromMilliseconds(20) },
            TimeProvider.System))
        {
            rig.Capture.Start();
            string reason = rig.Log.WaitFor(CaptureCondition.Disconnected, also: e => e.Reason.StartsWith("4 threads hang", StringComparison.Ordinal)).Reason;
            Assert.Equal("4 threads hang in the camera's driver or stream; waiting for one to come back", reason);
            Assert.Equal(CameraCapture.MaximumAbandoned, rig.Capture.Abandoned);
            // One more was made to ask it what it is.
            Assert.Equal(CameraCapture.MaximumAbandoned + 1, made);

            hang.Set();
            rig.Next().Dispose();
            Assert.True(SpinWait.SpinUntil(() => rig.Capture.Abandoned == 0, TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void Dispose_WhileAReadHangs_Returns()
    {
        using var hang = new ManualResetEventSlim();
        using var reading = new ManualResetEventSlim();
        var rig = new CaptureRig(() => new ScriptedSource(pool => { reading.Set(); hang.Wait(); return Numbered(pool, 10); }, () => { }), Settings, TimeProvider.System);
        rig.Capture.Start();
        Assert.True(reading.Wait(TimeSpan.FromSeconds(10)));

        rig.Dispose();

        hang.Set();
        Assert.True(SpinWait.SpinUntil(() => rig.Pool.Outstanding == 0, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Live_SlowConsumer_NewestWinsAndTheRestIsCounted()
    {
        int made = 0;
        using var all = new ManualResetEventSlim();
        using var rig = new CaptureRig(
            () => new ScriptedSource(
                pool =>
                {
                    if (made == 50)
                    {
                        all.Set();
                        throw new CaptureException("that was all");
                    }

                    return Numbered(pool, ++made);
                },
                () => { }),
            Settings,
            TimeProvider.System);
        rig.Capture.Start();
        Assert.True(all.Wait(TimeSpan.FromSeconds(10)));

        using Frame frame = rig.Next();

        Assert.Equal((50, 49L), (frame.Width, frame.Sequence));
        Assert.Equal((50L, 49L), (rig.Metrics.FramesCaptured, rig.Metrics.FramesDropped));
        Assert.Equal(1, rig.Pool.Outstanding);
        Assert.Equal("that was all", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason);
    }

    [Fact]
    public void Source_ThrowsAnything_IsTriedAgain()
    {
        int made = 0;
        using var rig = new CaptureRig(
            () => new ScriptedSource(pool => ++made < 3 ? throw new InvalidOperationException("a bug, with rtsp://u:s3cret@cam") : Numbered(pool, 10), () => { }),
            Settings,
            TimeProvider.System);
        rig.Capture.Start();
        rig.Next().Dispose();
        Assert.Equal("capture failed: InvalidOperationException", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason);
    }

    [Fact]
    public void Reconnects_WaitByTheClock_Exponentially()
    {
        var clock = new ManualTimeProvider();
        int made = 0;
        using var rig = new CaptureRig(
            () => new ScriptedSource(_ => { Interlocked.Increment(ref made); throw new CaptureException($"failure {made}"); }, () => { }),
            new CaptureSettings { ReconnectMinimum = TimeSpan.FromHours(1), ReconnectMaximum = TimeSpan.FromHours(8), StallTimeout = TimeSpan.FromHours(10) },
            clock);
        rig.Capture.Start();
        rig.Log.WaitFor(CaptureCondition.Disconnected);
        for (int failures = 1; failures < 6; failures++)
        {
            // Never later than the ceiling: 1, 2, 4, 8, 8 hours. Moved in small steps, since a wait may begin between two of them.
            int target = failures;
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    clock.Advance(TimeSpan.FromMinutes(10));
                    return Volatile.Read(ref made) > target;
                },
                TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void Restart_OpensAgainAtOnceWithItsReason()
    {
        int made = 0;
        using var rig = new CaptureRig(() => { Interlocked.Increment(ref made); return new ScriptedSource(pool => Numbered(pool, 10), () => { }); }, Settings, TimeProvider.System);
        rig.Capture.Start();
        rig.Next().Dispose();
        int before = rig.Log.Count;

        rig.Capture.Restart("the detector asked");

        Assert.Equal("the detector asked", rig.Log.WaitFor(CaptureCondition.Disconnected, before).Reason);
        rig.Log.WaitFor(CaptureCondition.Streaming, before);
        Assert.Equal(1, rig.Metrics.Reconnects);
    }

    [Fact]
    public void Start_Twice_Refused()
    {
        using var rig = new CaptureRig(() => new ScriptedSource(pool => Numbered(pool, 10), () => { }), Settings, TimeProvider.System);
        rig.Capture.Start();
        Assert.Throws<InvalidOperationException>(rig.Capture.Start);
    }

    private static Frame Numbered(FramePool pool, int width) => pool.Rent(width, 1);

    private sealed class ScriptedSource(Func<FramePool, Frame> read, Action disposed) : IFrameSource
    {
        private bool _opened;

        public string Description => "scripted";

        public bool IsLive => true;

        public void Open(CancellationToken cancellationToken) => _opened = true;

        public Frame? Read(FramePool pool, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return read(pool);
        }

        public void Dispose()
        {
            if (_opened)
                disposed();
        }
    }
}
