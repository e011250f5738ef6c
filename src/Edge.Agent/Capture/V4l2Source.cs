using System.Diagnostics;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary><c>v4l2:</c>: a camera at <c>/dev/videoN</c>.</summary>
internal sealed class V4l2Source : OpenCvSource
{
    // One read gives up after a second (OpenCvEnvironment); faster failures are broken devices.
    private static readonly TimeSpan ReadGivesUp = TimeSpan.FromMilliseconds(500);

    // Older or longer than this is no stamp of a running camera.
    private const double MostMs = 2000;

    private double _lastStampMs;

    public V4l2Source(SourceUri uri, CaptureSettings settings)
        : base(uri, settings)
    {
    }

    public override bool IsLive => true;

    protected override VideoCapture OpenCapture(CancellationToken cancellationToken)
    {
        if (!File.Exists(Uri.Target))
            throw new CaptureException($"{Description} cannot be opened: there is no such camera, is it plugged in?");
        List<int> parameters = [];
        if (Settings.Width > 0 && Settings.Height > 0)
            parameters.AddRange([(int)VideoCaptureProperties.FrameWidth, Settings.Width, (int)VideoCaptureProperties.FrameHeight, Settings.Height]);
        return OpenOrThrow(
            () => new VideoCapture(Uri.Target, VideoCaptureAPIs.V4L2, [.. parameters]),
            () => CanOpen() ? "it is not a camera, or another program uses it" : "no permission; is the user in the group 'video'?");
    }

    protected override void Opened() =>
        // The newest frame is what counts: the driver should hold back as few as it can. Not every driver listens.
        Capture.Set(VideoCaptureProperties.BufferSize, 2);

    protected override bool Grab(CancellationToken cancellationToken)
    {
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            if (Capture.Grab())
                return true;
            if (!File.Exists(Uri.Target))
                throw new CaptureException($"{Description} was unplugged");
            if (Stopwatch.GetElapsedTime(start) < ReadGivesUp)
                throw new CaptureException($"{Description} cannot be read any more");

            // No frame within one read: whether that is a stall is for the monitor to say.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // The driver stamps the end of a picture's transfer (V4L2_BUF_FLAG_TSTAMP_SRC_EOF, on the monotonic clock, which is also the TimeProvider's on Linux).
    // Its light was collected up to one frame's time earlier; without a stamp that can be true, the read decides.
    protected override void Seen(Frame frame)
    {
        double stampMs = Capture.Get(VideoCaptureProperties.PosMsec);
        double ageMs = (Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency * 1000) - stampMs;
        double frameMs = stampMs - _lastStampMs;
        _lastStampMs = stampMs;
        if (ageMs is < 0 or > MostMs || frameMs is <= 0 or > MostMs)
            return;
        frame.ExposedTimestamp = (long)((stampMs - frameMs) / 1000 * Stopwatch.Frequency);
    }

    private bool CanOpen()
    {
        try
        {
            using FileStream device = new(Uri.Target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
