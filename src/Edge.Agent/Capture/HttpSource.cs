using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary><c>http://</c> and <c>https://</c>: motion JPEG (<c>multipart/x-mixed-replace</c>), MPEG-TS, HLS and what else FFmpeg reads.</summary>
internal sealed class HttpSource : NetworkSource
{
    public HttpSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, TimeProvider clock, ILogger logger)
        : base(uri, settings, decoder, clock, logger)
    {
    }

    protected override string Unexplained => "the host answers, but gives no video: check the path, user and password";
}
