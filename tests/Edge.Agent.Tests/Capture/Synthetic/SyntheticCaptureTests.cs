using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture.Synthetic;

/// <summary>Drawn scenes behind the capture loop that every camera has.</summary>
public sealed class SyntheticCaptureTests
{
    [Fact]
    public void Script_Whole_SequenceIsTheScriptsFrameIndex()
    {
        using var rig = new CaptureRig("synthetic:script?events=3&gap=3&hold=2&width=64&height=64&fps=10");
        rig.Capture.Start();

        var seen = rig.All(frame => (frame.Sequence, frame.CapturedAt.Monotonic));

        Assert.Equal(Enumerable.Range(0, 18).Select(i => ((long)i, TimeSpan.FromSeconds(i / 10.0))), seen);
    }

    [Fact]
    public void Script_Resumed_GoesOnBehindTheLastCommittedFrame()
    {
        using var rig = new CaptureRig("synthetic:script?events=3&gap=3&hold=2&width=64&height=64&fps=10", CaptureRig.Fast with { Resume = true });
        rig.Capture.ResumeAfter = 7;
        rig.Capture.Start();

        var seen = rig.All(frame => (frame.Sequence, frame.CapturedAt.Monotonic));

        Assert.Equal(Enumerable.Range(8, 10).Select(i => ((long)i, TimeSpan.FromSeconds(i / 10.0))), seen);
    }

    [Fact]
    public void Street_BreaksOff_IsReportedAndOpenedAgain()
    {
        using var rig = new CaptureRig("synthetic:street?width=64&height=64&fps=60&dieEvery=200ms");
        rig.Capture.Start();
        rig.Next().Dispose();

        Assert.Contains("dieEvery", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => rig.Metrics.Reconnects > 0, TimeSpan.FromSeconds(20)));
        rig.Next().Dispose();
    }

    [Fact]
    public void Street_Stalls_IsNoticedAndOpenedAgain()
    {
        using var rig = new CaptureRig(
            "synthetic:street?width=64&height=64&fps=60&stallEvery=200ms&stallFor=1h", CaptureRig.Fast with { StallTimeout = TimeSpan.FromSeconds(0.3) });
        rig.Capture.Start();
        rig.Next().Dispose();

        rig.Log.WaitFor(CaptureCondition.Stalled);
        Assert.True(SpinWait.SpinUntil(() => rig.Metrics.Reconnects > 0, TimeSpan.FromSeconds(20)));
        rig.Next().Dispose();
    }

    [Fact]
    public void Street_ChangesItsSize_FramesGoOnInBothSizes()
    {
        using var rig = new CaptureRig("synthetic:street?width=128&height=96&fps=60&resizeEvery=100ms");
        rig.Capture.Start();
        var sizes = new HashSet<SizePx>();

        bool both = SpinWait.SpinUntil(
            () =>
            {
                using Frame frame = rig.Next();
                sizes.Add(frame.Size);
                return sizes.Count == 2;
            },
            TimeSpan.FromSeconds(20));

        Assert.True(both);
        Assert.Equal([new SizePx(96, 72), new SizePx(128, 96)], sizes.OrderBy(size => size.Width));
    }
}
