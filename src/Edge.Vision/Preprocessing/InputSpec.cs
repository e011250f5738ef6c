using Edge.Domain.Geometry;

namespace Edge.Vision.Preprocessing;

/// <summary>What a model wants to be fed: element = (pixel - mean) * scale, channel by channel.</summary>
public sealed record InputSpec
{
    private static readonly float[] Zeros = [0, 0, 0];
    private static readonly float[] Ones = [1, 1, 1];
    private static readonly float[] Zero = [0];
    private static readonly float[] One = [1];

    /// <summary>Columns of the input, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the input, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>How pixels lie in the tensor; default planes (NCHW).</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Element type; default 32-bit floating point.</summary>
    public TensorType Type { get; init; } = TensorType.Float32;

    /// <summary>The channels and their order; default BGR.</summary>
    public ColorOrder Color { get; init; } = ColorOrder.Bgr;

    /// <summary>Subtracted from each pixel, in units of 0 to 255, in the order of <see cref="Color"/>; a value for each channel, default 0.</summary>
    public IReadOnlyList<float> Mean
    {
        get => field ?? (Color == ColorOrder.Gray ? Zero : Zeros);
        init;
    }

    /// <summary>Multiplied after the mean is subtracted, in the order of <see cref="Color"/>; a value for each channel, default 1.</summary>
    public IReadOnlyList<float> Scale
    {
        get => field ?? (Color == ColorOrder.Gray ? One : Ones);
        init;
    }

    /// <summary>How frames of another shape are fitted.</summary>
    public InputFit Fit { get; init; } = InputFit.LetterboxTopLeft;

    /// <summary>Value of padding pixels in all channels, 0 to 255, before mean and scale.</summary>
    public byte Pad { get; init; } = 114;

    /// <summary>Width and height.</summary>
    public SizePx Size => new(Width, Height);

    /// <summary>Elements of one pixel: 1 for grey, otherwise 3.</summary>
    public int Channels => Color == ColorOrder.Gray ? 1 : 3;

    /// <summary>Elements of one picture.</summary>
    public int ElementCount => Width * Height * Channels;

    /// <summary>Bytes of one picture.</summary>
    public int SizeBytes => ElementCount * Type switch { TensorType.Float32 => 4, TensorType.Float16 => 2, _ => 1 };
}
