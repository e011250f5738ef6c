using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture;

public sealed class RtspCaptureTests : IDisposable
{
    private readonly TestVideo _video = new();

    public void Dispose() => _video.Dispose();

    [RtspTheory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public void Rtsp_RealServer_StreamsCutFrozenAndRestored(string transport)
    {
        using var server = new RtspServer(_video.Numbered("long.mp4", 1500));
        using var rig = new CaptureRig(server.Url, CaptureRig.Fast with { RtspTransport = transport });
        rig.Capture.Start();
        using (Frame frame = rig.Next())
            Assert.Equal(new SizePx(64, 48), frame.Size);

        int cut = rig.Log.Count;
        server.Cut();
        rig.Log.WaitFor(CaptureCondition.Disconnected, cut, e => e.Reason.Contains("refuses connections", StringComparison.Ordinal));
        server.Start();
        rig.Log.WaitFor(CaptureCondition.Streaming, cut);
        rig.Next().Dispose();

        int frozen = rig.Log.Count;
        server.Freeze(true);
        Assert.Equal("no frame for 1 s", rig.Log.WaitFor(CaptureCondition.Stalled, frozen).Reason);
        server.Freeze(false);
        rig.Log.WaitFor(CaptureCondition.Streaming, frozen, seconds: 30);
        Assert.Equal(0, rig.Capture.Abandoned);
    }

    [RtspFact]
    public void Rtsp_WrongPath_SaysWhatToCheck()
    {
        using var server = new RtspServer(_video.Numbered("short.mp4", 10));
        using var rig = new CaptureRig(server.Url.Replace("/gate", "/absent", StringComparison.Ordinal).Replace("rtsp://", "rtsp://u:p4ss@", StringComparison.Ordinal));
        rig.Capture.Start();

        string reason = rig.Log.WaitFor(CaptureCondition.Disconnected).Reason;

        Assert.Contains("the host answers, but gives no video: check the path, user and password", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss", reason, StringComparison.Ordinal);
    }
}
