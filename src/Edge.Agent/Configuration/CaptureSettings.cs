namespace Edge.Agent.Configuration;

/// <summary>How a stream is read.</summary>
public sealed record CaptureSettings
{
    /// <summary>Recorded sources: <c>true</c> plays them at their own speed and drops what is late; <c>false</c> reads every frame, as fast as it can be judged.</summary>
    public bool RealTime { get; init; }

    /// <summary>Recorded sources: start again at the end.</summary>
    public bool Loop { get; init; }

    /// <summary>Recorded sources: after a restart, go on behind the last frame whose alerts are committed.</summary>
    public bool Resume { get; init; }

    /// <summary>Frames a second to take from a faster live source; 0 is all of them.</summary>
    public double MaximumFps { get; init; }

    /// <summary>A v4l2 camera's picture size to ask for, in pixels; 0 is its own.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>Hardware decoding: <c>none</c>, <c>any</c>, <c>vaapi</c>, <c>v4l2m2m</c>, <c>nvdec</c>.</summary>
    public string HardwareDecoding { get; init; } = "none";

    /// <summary>RTSP over <c>tcp</c> or <c>udp</c>.</summary>
    public string RtspTransport { get; init; } = "tcp";

    /// <summary>No frame for this long is a stall: told, and the source is opened again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed to open the source.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First wait before opening again; doubles each time, with jitter.</summary>
    public TimeSpan ReconnectMinimum { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before opening again.</summary>
    public TimeSpan ReconnectMaximum { get; init; } = TimeSpan.FromMinutes(1);
}
