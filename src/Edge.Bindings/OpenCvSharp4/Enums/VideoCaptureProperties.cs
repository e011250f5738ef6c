#nullable enable

namespace OpenCvSharp;

/// <summary>Properties of a capture.</summary>
public enum VideoCaptureProperties
{
    /// <summary>Position in the file, in milliseconds.</summary>
    PosMsec = 0,

    /// <summary>Index of the frame to be read next.</summary>
    PosFrames = 1,

    /// <summary>Columns.</summary>
    FrameWidth = 3,

    /// <summary>Rows.</summary>
    FrameHeight = 4,

    /// <summary>Frames a second.</summary>
    Fps = 5,

    /// <summary>Codec.</summary>
    FourCC = 6,

    /// <summary>Frames in the file.</summary>
    FrameCount = 7,

    /// <summary>Frames that the driver may hold back.</summary>
    BufferSize = 38,

    /// <summary>A <see cref="VideoAccelerationType"/>.</summary>
    HwAcceleration = 50,

    /// <summary>Index of the accelerator; -1 is the first.</summary>
    HwDevice = 51,
}
