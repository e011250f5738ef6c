using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary><c>file:</c>: a recording. Every frame, in order; time comes from the recording.</summary>
internal sealed class VideoFileSource : FfmpegSource
{
    private const double FallbackFps = 25;

    // A longer step between two frames is a jump of the file's clock, not a pause of the camera.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(10);

    private TimeSpan _frameTime;
    private double _promised;
    private double _lastPositionMs;
    private long _stepped;
    private bool _ended;

    public VideoFileSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, ILogger logger)
        : base(uri, settings, decoder, logger)
    {
    }

    public override bool IsLive => false;

    // Frame counts are estimates for many containers: only a clear miss is worth words.
    public override string? EndNote => _ended && _promised > 0 && _stepped < (_promised * 0.9) - 5
        ? $"it ended after {_stepped} of {_promised:0} frames: truncated or damaged"
        : null;

    protected override string Unexplained => "it is not a video that can be read, or it is damaged";

    protected override string Diagnose(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Uri.Target))
            return "it is a folder; use images: for a folder of pictures";
        if (!File.Exists(Uri.Target))
            return "there is no such file";
        try
        {
            using FileStream file = File.OpenRead(Uri.Target);
            return file.Length == 0 ? "the file is empty" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    protected override VideoCapture OpenCapture(CancellationToken cancellationToken)
    {
        // Said at once, instead of after FFmpeg's search.
        string why = Diagnose(cancellationToken);
        return why.Length > 0 ? throw new CaptureException($"{Description} cannot be opened: {why}") : base.OpenCapture(cancellationToken);
    }

    protected override void Opened()
    {
        double fps = Capture.Get(VideoCaptureProperties.Fps);
        _frameTime = TimeSpan.FromSeconds(1 / (fps is > 0.01 and < 1000 ? fps : FallbackFps));
        _promised = Capture.Get(VideoCaptureProperties.FrameCount);
    }

    protected override bool Grab(CancellationToken cancellationToken)
    {
        if (!base.Grab(cancellationToken))
        {
            _ended = true;
            return false;
        }

        double positionMs = Capture.Get(VideoCaptureProperties.PosMsec);
        if (_stepped > 0)
        {
            var step = TimeSpan.FromMilliseconds(positionMs - _lastPositionMs);
            MediaTime += step > TimeSpan.Zero && step <= LongestStep ? step : _frameTime;
        }

        _lastPositionMs = positionMs;
        _stepped++;
        return true;
    }
}
