using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture;

public sealed class GstreamerCaptureTests
{
    [Fact]
    public void Gstreamer_Pipeline_StreamsFramesOfItsSize()
    {
        using var rig = new CaptureRig("gstreamer:videotestsrc is-live=true ! video/x-raw,width=80,height=60,framerate=30/1");
        rig.Capture.Start();
        using Frame frame = rig.Next();
        Assert.Equal(new SizePx(80, 60), frame.Size);
    }

    [Fact]
    public void Gstreamer_UnknownElement_ReportedWithoutItsSecrets()
    {
        using var rig = new CaptureRig("gstreamer:nosuchsrc user-pw=s3cret ! appsink");
        rig.Capture.Start();
        string reason = rig.Log.WaitFor(CaptureCondition.Disconnected).Reason;
        Assert.Contains("check it with gst-launch-1.0", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("videotestsrc", "videotestsrc ! videoconvert ! video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false")]
    [InlineData("videotestsrc ! ", "videotestsrc ! videoconvert ! video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false")]
    [InlineData("nvarguscamerasrc ! nvvidconv ! videoconvert ! video/x-raw,format=BGR ! appsink", "nvarguscamerasrc ! nvvidconv ! videoconvert ! video/x-raw,format=BGR ! appsink")]
    public void Complete_PipelineWithoutASink_GetsOne(string pipeline, string expected) =>
        Assert.Equal(expected, GstreamerSource.Complete(pipeline));
}
