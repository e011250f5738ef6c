using System.Globalization;
using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>What the sources that FFmpeg reads have in common: time limits, transport, hardware decoding with a fallback to software.</summary>
internal abstract class FfmpegSource : OpenCvSource
{
    // The stall monitor speaks first; this ends the read a little later, so that its thread need not be given up.
    private static readonly TimeSpan ReadSlack = TimeSpan.FromSeconds(1);

    private readonly DecoderChoice _decoder;
    private readonly ILogger _logger;

    protected FfmpegSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, ILogger logger)
        : base(uri, settings)
    {
        _decoder = decoder;
        _logger = logger;
    }

    /// <summary>Why an open failed, as far as can be found out; empty when the next decoder is worth a try.</summary>
    protected abstract string Diagnose(CancellationToken cancellationToken);

    /// <summary>What to say when nothing that can be checked explains the failure.</summary>
    protected abstract string Unexplained { get; }

    protected override VideoCapture OpenCapture(CancellationToken cancellationToken)
    {
        Decoder wanted = _decoder.Candidates[0];
        for (int i = _decoder.First; ; i++)
        {
            Decoder decoder = _decoder.Candidates[i];
            cancellationToken.ThrowIfCancellationRequested();
            VideoCapture capture = OpenWith(decoder, Settings.OpenTimeout, cancellationToken);
            if (capture.IsOpened())
            {
                if (i > _decoder.First)
                    _logger.LogWarning("{Source}: hardware decoding with {Wanted} did not open, decoding with {Used}", Description, wanted.Name, decoder.Name);
                _decoder.First = i;
                return capture;
            }

            capture.Dispose();
            string why = Diagnose(cancellationToken);
            if (why.Length > 0)
                throw new CaptureException($"{Description} cannot be opened: {why}");
            if (i == _decoder.Candidates.Count - 1)
                throw new CaptureException($"{Description} cannot be opened: {Unexplained}");
        }
    }

    protected override bool Grab(CancellationToken cancellationToken) => Capture.Grab();

    /// <summary>Opens the source once more, beside the capture that is open. Ask whether it did.</summary>
    protected VideoCapture OpenAgain(TimeSpan timeout) => OpenWith(_decoder.Candidates[_decoder.First], timeout, CancellationToken.None);

    private VideoCapture OpenWith(Decoder decoder, TimeSpan timeout, CancellationToken cancellationToken) => FfmpegOptions.Process.With(
        Options(decoder),
        () => new VideoCapture(Uri.Target, VideoCaptureAPIs.FFMPEG, Parameters(decoder, timeout)),
        cancellationToken);

    private string Options(Decoder decoder)
    {
        string transport = $"rtsp_transport;{Settings.RtspTransport.ToLower(CultureInfo.InvariantCulture)}";
        return decoder.Codec.Length == 0 ? transport : $"{transport}|video_codec;{decoder.Codec}";
    }

    private int[] Parameters(Decoder decoder, TimeSpan openTimeout)
    {
        int open = Milliseconds(openTimeout);
        int read = Milliseconds(Settings.StallTimeout + ReadSlack);
        return decoder.Acceleration == VideoAccelerationType.None
            ? [OpenTimeoutMs, open, ReadTimeoutMs, read]
            : [OpenTimeoutMs, open, ReadTimeoutMs, read, (int)VideoCaptureProperties.HwAcceleration, (int)decoder.Acceleration];
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(time.TotalMilliseconds, 1, int.MaxValue);
}
