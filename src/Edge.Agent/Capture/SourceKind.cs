namespace Edge.Agent.Capture;

/// <summary>What kind of thing frames come from.</summary>
public enum SourceKind
{
    /// <summary>A Video4Linux camera.</summary>
    V4l2,

    /// <summary>An RTSP camera or server.</summary>
    Rtsp,

    /// <summary>A stream over HTTP or HTTPS: motion JPEG, MPEG-TS, HLS.</summary>
    Http,

    /// <summary>A video file.</summary>
    File,

    /// <summary>The images of a folder, in order of their names.</summary>
    Images,

    /// <summary>A GStreamer pipeline.</summary>
    Gstreamer,

    /// <summary>A drawn scene.</summary>
    Synthetic,

    /// <summary>The camera of a simulated conveyor.</summary>
    Conveyor,
}
