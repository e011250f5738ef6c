using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture;

public sealed class HttpCaptureTests
{
    [Fact]
    public void Http_MotionJpeg_StreamsLive()
    {
        using var server = new MjpegServer();
        using var rig = new CaptureRig(server.Url);
        rig.Capture.Start();

        using Frame first = rig.Next();
        using Frame second = rig.Next();

        Assert.Equal(new SizePx(64, 48), first.Size);
        Assert.True(second.Sequence > first.Sequence);
        Assert.True(second.CapturedAt.Monotonic > first.CapturedAt.Monotonic);
        rig.Log.WaitFor(CaptureCondition.Streaming);
    }

    [Fact]
    public void Http_CutAndRestored_ReportedAndTakenUpAgain()
    {
        using var server = new MjpegServer();
        using var rig = new CaptureRig(server.Url);
        rig.Capture.Start();
        rig.Next().Dispose();

        server.Cut();
        int cut = rig.Log.Count;
        rig.Log.WaitFor(CaptureCondition.Disconnected, also: e => e.Reason.Contains("refuses connections", StringComparison.Ordinal));
        server.Restore();

        rig.Log.WaitFor(CaptureCondition.Streaming, cut);
        rig.Next().Dispose();
        Assert.True(rig.Metrics.Reconnects >= 1);
    }

    [Fact]
    public void Http_Stalls_FoundWithinItsTimeAndOpenedAgain()
    {
        using var server = new MjpegServer();
        using var rig = new CaptureRig(server.Url);
        rig.Capture.Start();
        rig.Next().Dispose();

        server.IsStalled = true;
        ConditionLog.Entry stalled = rig.Log.WaitFor(CaptureCondition.Stalled);
        Assert.Equal("no frame for 1 s", stalled.Reason);
        int before = rig.Log.Count;
        server.IsStalled = false;
        rig.Log.WaitFor(CaptureCondition.Streaming, before);
        Assert.Equal(0, rig.Capture.Abandoned);
    }

    [Fact]
    public void Http_TurnsToGarbage_ReportedAndTakenUpAgain()
    {
        using var server = new MjpegServer();
        using var rig = new CaptureRig(server.Url);
        rig.Capture.Start();
        rig.Next().Dispose();

        server.IsGarbage = true;
        int before = rig.Log.Count;
        Assert.True(SpinWait.SpinUntil(() => rig.Log.Entries.Skip(before).Any(e => e.Condition is CaptureCondition.Stalled or CaptureCondition.Disconnected), TimeSpan.FromSeconds(20)));
        before = rig.Log.Count;
        server.IsGarbage = false;
        rig.Log.WaitFor(CaptureCondition.Streaming, before);
    }

    [Theory]
    [InlineData(64, 128)]
    [InlineData(256, 64)]
    public void Http_ChangesSize_FramesFollow(int before, int after)
    {
        using var server = new MjpegServer { Width = before };
        using var rig = new CaptureRig(server.Url);
        rig.Capture.Start();
        rig.Next().Dispose();

        server.Width = after;

        rig.Log.WaitFor(CaptureCondition.Streaming, also: e => e.Reason == $"the picture's size changed from {before}x{before * 3 / 4} to {after}x{after * 3 / 4}");
        rig.Next().Dispose();
        using Frame frame = rig.Next();
        Assert.Equal(new SizePx(after, after * 3 / 4), frame.Size);
    }

    [Fact]
    public void Http_Refused_SaysWithoutCredentials()
    {
        using var server = new MjpegServer { Status = "401 Unauthorized" };
        using var rig = new CaptureRig(server.Url.Replace("http://", "http://admin:s3cret@", StringComparison.Ordinal));
        rig.Capture.Start();

        string reason = rig.Log.WaitFor(CaptureCondition.Disconnected).Reason;

        Assert.Equal($"{server.Url} cannot be opened: the host answers, but gives no video: check the path, user and password", reason);
    }

    [Fact]
    public void Cameras_OneFaulty_TheOthersUntouched()
    {
        using var healthy = new MjpegServer();
        using var video = new TestVideo();
        using var good = new CaptureRig(healthy.Url, id: "good");
        using var alsoGood = new CaptureRig(video.Numbered("a.mp4", 20), id: "recorded");
        using var absent = new CaptureRig("rtsp://127.0.0.1:1/none", id: "absent");
        using var udp = new CaptureRig("rtsp://127.0.0.1:1/none", CaptureRig.Fast with { RtspTransport = "udp" }, id: "udp");
        foreach (CaptureRig rig in new[] { absent, udp, good, alsoGood })
            rig.Capture.Start();

        Assert.Equal(20, alsoGood.All(TestVideo.NumberOf).Count);
        for (int i = 0; i < 30; i++)
            good.Next().Dispose();
        absent.Log.WaitFor(CaptureCondition.Disconnected, also: e => e.Reason == "rtsp://127.0.0.1:1/none cannot be opened: 127.0.0.1 refuses connections at port 1");
        udp.Log.WaitFor(CaptureCondition.Disconnected);

        Assert.DoesNotContain(good.Log.Entries, e => e.Condition is CaptureCondition.Disconnected or CaptureCondition.Stalled);
        Assert.Equal(1, healthy.Connections);
    }
}
