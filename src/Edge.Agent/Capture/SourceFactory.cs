using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>Makes one camera's sources: a new one for every time it is opened.</summary>
internal sealed class SourceFactory
{
    private readonly SourceUri _uri;
    private readonly CaptureSettings _settings;
    private readonly DecoderChoice _decoder;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>A factory for the camera's source.</summary>
    /// <exception cref="FormatException">The source or the kind of hardware decoding is not one.</exception>
    public SourceFactory(CameraSettings camera, TimeProvider clock, ILogger logger)
    {
        _uri = SourceUri.Parse(camera.Source);
        _settings = camera.Capture;
        _decoder = DecoderChoice.For(camera.Capture.HardwareDecoding);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>A source that is not open yet.</summary>
    public IFrameSource Create() => _uri.Kind switch
    {
        SourceKind.V4l2 => new V4l2Source(_uri, _settings),
        SourceKind.Rtsp => new RtspSource(_uri, _settings, _decoder, _clock, _logger),
        SourceKind.Http => new HttpSource(_uri, _settings, _decoder, _clock, _logger),
        SourceKind.File => new VideoFileSource(_uri, _settings, _decoder, _logger),
        SourceKind.Images => new ImageFolderSource(_uri, _settings, _logger),
        SourceKind.Gstreamer => new GstreamerSource(_uri, _settings),
        SourceKind.Synthetic => new Synthetic.SyntheticSource(_uri.Target, _settings, _clock),
        SourceKind.Conveyor => new Conveyor.ConveyorSource(_uri.Target),
        _ => throw new InvalidOperationException($"no source for {_uri.Kind}"),
    };
}
