using Edge.Domain.Geometry;

namespace Edge.Vision.Preprocessing;

/// <summary>What a model wants to be fed: element = (pixel - mean) * scale, channel by channel.</summary>
public sealed record InputSpec
{
    /// <summary>Columns of the input, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the input, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>How pixels lie in the tensor; default planes (NCHW).</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Element type; default 32-bit floating point.</summary>
    public TensorType Type { get; init; } = TensorType.Float32;

    /// <summary>Order of the channels; default BGR.</summary>
    public ColorOrder Color { get; init; } = ColorOrder.Bgr;

    /// <summary>Subtracted from each pixel, in units of 0 to 255, in the order of <see cref="Color"/>; three values.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Multiplied after the mean is subtracted, in the order of <see cref="Color"/>; three values.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [1, 1, 1];

    /// <summary>How frames of another shape are fitted.</summary>
    public InputFit Fit { get; init; } = InputFit.LetterboxTopLeft;

    /// <summary>Value of padding pixels in all channels, 0 to 255, before mean and scale.</summary>
    public byte Pad { get; init; } = 114;

    /// <summary>Width and height.</summary>
    public SizePx Size => new(Width, Height);

    /// <summary>Elements of one picture: three for each pixel.</summary>
    public int ElementCount => Width * Height * 3;

    /// <summary>Bytes of one picture.</summary>
    public int SizeBytes => ElementCount * Type switch { TensorType.Float32 => 4, TensorType.Float16 => 2, _ => 1 };
}
