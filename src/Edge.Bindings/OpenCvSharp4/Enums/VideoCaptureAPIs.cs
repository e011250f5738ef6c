#nullable enable

namespace OpenCvSharp;

/// <summary>Which part of OpenCV reads a source.</summary>
public enum VideoCaptureAPIs
{
    /// <summary>The first that can.</summary>
    ANY = 0,

    /// <summary>Video4Linux.</summary>
    V4L2 = 200,

    /// <summary>GStreamer pipelines.</summary>
    GSTREAMER = 1800,

    /// <summary>FFmpeg: files and network streams.</summary>
    FFMPEG = 1900,
}
