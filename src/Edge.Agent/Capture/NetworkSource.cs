using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>A live stream from the network.</summary>
internal abstract class NetworkSource : FfmpegSource
{
    protected NetworkSource(SourceUri uri, CaptureSettings settings, DecoderChoice decoder, ILogger logger)
        : base(uri, settings, decoder, logger)
    {
    }

    public override bool IsLive => true;

    protected override string Diagnose(CancellationToken cancellationToken) => NetworkDiagnosis.Of(Uri.Target, cancellationToken);

    protected override bool Grab(CancellationToken cancellationToken) =>
        base.Grab(cancellationToken) ? true : throw new CaptureException($"{Description} ended or sends nothing that can be decoded");
}
