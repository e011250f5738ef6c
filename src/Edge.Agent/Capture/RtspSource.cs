using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary><c>rtsp://</c>: a camera's or server's stream, over TCP or UDP.</summary>
internal sealed class RtspSource : NetworkSource
{
    public RtspSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, TimeProvider clock, ILogger logger)
        : base(uri, settings, decoder, clock, logger)
    {
    }

    protected override string Unexplained =>
        $"the host answers, but gives no video: check the path, user and password, and that it serves RTSP over {Settings.RtspTransport}";
}
