using Edge.Agent.Capture;

namespace Edge.Agent.Tests.Capture;

public sealed class SourceUriTests
{
    [Theory]
    [InlineData("v4l2:/dev/video0", SourceKind.V4l2, "/dev/video0", "v4l2:/dev/video0")]
    [InlineData("v4l2:2", SourceKind.V4l2, "/dev/video2", "v4l2:/dev/video2")]
    [InlineData("/dev/video10", SourceKind.V4l2, "/dev/video10", "v4l2:/dev/video10")]
    [InlineData("file:clips/a b.mp4", SourceKind.File, "clips/a b.mp4", "file:clips/a b.mp4")]
    [InlineData("file:///clips/a%20b.mp4", SourceKind.File, "/clips/a b.mp4", "file:/clips/a b.mp4")]
    [InlineData("../clips/a.mp4", SourceKind.File, "../clips/a.mp4", "file:../clips/a.mp4")]
    [InlineData("/clips/12:30.mp4", SourceKind.File, "/clips/12:30.mp4", "file:/clips/12:30.mp4")]
    [InlineData("images:/pictures/*.jpg", SourceKind.Images, "/pictures/*.jpg", "images:/pictures/*.jpg")]
    [InlineData("synthetic:street", SourceKind.Synthetic, "street", "synthetic:street")]
    [InlineData("RTSP://cam/live", SourceKind.Rtsp, "RTSP://cam/live", "RTSP://cam/live")]
    [InlineData("rtsp://admin:s3cret@10.0.0.5:554/live", SourceKind.Rtsp, "rtsp://admin:s3cret@10.0.0.5:554/live", "rtsp://10.0.0.5:554/live")]
    [InlineData("rtsp://a:b%2Fc%40d@[fe80::1]:8554/x@y", SourceKind.Rtsp, "rtsp://a:b%2Fc%40d@[fe80::1]:8554/x@y", "rtsp://[fe80::1]:8554/x@y")]
    [InlineData("https://cam/video?channel=1&pwd=s3cret&User=bob", SourceKind.Http, "https://cam/video?channel=1&pwd=s3cret&User=bob", "https://cam/video?channel=1&pwd=***&User=***")]
    [InlineData("gstreamer:rtspsrc location=rtsp://u:s3cret@cam/x user-id=bob user-pw=\"s3 cret\" ! fakesink", SourceKind.Gstreamer, "rtspsrc location=rtsp://u:s3cret@cam/x user-id=bob user-pw=\"s3 cret\" ! fakesink", "gstreamer:rtspsrc location=rtsp://cam/x user-id=*** user-pw=*** ! fakesink")]
    public void Parse_Good_GivesKindTargetAndRedacted(string text, SourceKind kind, string target, string redacted)
    {
        SourceUri uri = SourceUri.Parse(text);
        Assert.Equal((kind, target, redacted), (uri.Kind, uri.Target, uri.Redacted));
        Assert.Equal(redacted, uri.ToString());
    }

    [Theory]
    [InlineData("", "a source is empty")]
    [InlineData("   ", "a source is empty")]
    [InlineData("rstp://cam/live", "'rstp:' is not a kind of source; allowed are v4l2:")]
    [InlineData("v4l2:webcam", "use v4l2:/dev/videoN")]
    [InlineData("file:", "'file:' needs a path behind it")]
    [InlineData("rtsp:cam/live", "needs rtsp:// and a host")]
    [InlineData("rtsp:///live", "is not a URL: check the host")]
    [InlineData("http://cam:99999/", "is not a URL: check the host and the port")]
    [InlineData("gstreamer: ", "needs a pipeline")]
    [InlineData("synthetic:", "needs a scene's name")]
    public void Parse_Bad_SaysWhatAndWhatIsAllowed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => SourceUri.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("rtsp://admin:s3cret@/live")]
    [InlineData("rtsp://admin:s3/cret@cam/live")]
    [InlineData("rtsp://admin:s3#cret@cam:554/live")]
    [InlineData("rtsp://admin:s3@cret@cam/live")]
    [InlineData("http://admin:s3cret@cam:99999/")]
    [InlineData("rtsp://ad min:s3cret@cam/live")]
    public void Parse_BadWithCredentials_NeverPrintsThem(string text)
    {
        string message = Assert.Throws<FormatException>(() => SourceUri.Parse(text)).Message;
        Assert.DoesNotContain("cret", message, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", message, StringComparison.Ordinal);
    }
}
