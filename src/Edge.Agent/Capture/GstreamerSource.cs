using Edge.Agent.Configuration;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>
/// <c>gstreamer:</c>: a pipeline as <c>gst-launch-1.0</c> takes it. Without an <c>appsink</c> it gets one that keeps the newest frame only,
/// and a conversion to BGR before it.
/// </summary>
internal sealed class GstreamerSource : OpenCvSource
{
    private const string Sink = " ! videoconvert ! video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false";

    public GstreamerSource(SourceUri uri, CaptureSettings settings)
        : base(uri, settings)
    {
    }

    public override bool IsLive => true;

    /// <summary>The pipeline that OpenCV gets.</summary>
    internal static string Complete(string pipeline) =>
        pipeline.Contains("appsink", StringComparison.Ordinal) ? pipeline : pipeline.TrimEnd().TrimEnd('!').TrimEnd() + Sink;

    protected override VideoCapture OpenCapture(CancellationToken cancellationToken) => OpenOrThrow(
        () => new VideoCapture(Complete(Uri.Target), VideoCaptureAPIs.GSTREAMER, []),
        () => "check it with gst-launch-1.0: an element or its plug-in may be missing, or OpenCV was built without GStreamer");

    protected override bool Grab(CancellationToken cancellationToken) =>
        Capture.Grab() ? true : throw new CaptureException($"{Description} ended");
}
