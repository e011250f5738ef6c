using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>A live stream from the network.</summary>
internal abstract class NetworkSource : FfmpegSource
{
    private readonly StillPicture _still;
    private readonly TimeProvider _clock;

    protected NetworkSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, TimeProvider clock, ILogger logger)
        : base(uri, settings, decoder, logger)
    {
        _still = new StillPicture(settings.StallTimeout);
        _clock = clock;
    }

    public override bool IsLive => true;

    protected override string Diagnose(CancellationToken cancellationToken) => NetworkDiagnosis.Of(Uri.Target, cancellationToken);

    protected override bool Grab(CancellationToken cancellationToken) =>
        base.Grab(cancellationToken) ? true : throw new CaptureException($"{Description} ended or sends nothing that can be decoded");

    // A second look beside the first: when the stream has another size now, it goes on with that; when not, or when the camera
    // gives no second stream, nothing was lost but the time to ask.
    protected override void Seen(Frame frame)
    {
        if (!_still.IsSuspect(frame.View, _clock.GetElapsedTime(0)))
            return;
        VideoCapture again = OpenAgain(Settings.StallTimeout * 0.8);
        bool isOtherSize = again.IsOpened()
            && ((int)again.Get(VideoCaptureProperties.FrameWidth) != frame.Width || (int)again.Get(VideoCaptureProperties.FrameHeight) != frame.Height);
        if (isOtherSize)
            Replace(again);
        else
            again.Dispose();
    }
}
