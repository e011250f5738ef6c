using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>What a user knows better of a bare ONNX file's input than its family's custom; null leaves that in force.</summary>
public sealed record InputOverrides
{
    /// <summary>Columns, where the graph leaves them open.</summary>
    public int? Width { get; init; }

    /// <summary>Rows, where the graph leaves them open.</summary>
    public int? Height { get; init; }

    /// <summary>The channels and their order; one channel is always grey.</summary>
    public ColorOrder? Color { get; init; }

    /// <summary>Subtracted from each pixel, one value for each channel, or one for all.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>Multiplied afterwards, one value for each channel, or one for all.</summary>
    public IReadOnlyList<float>? Scale { get; init; }

    /// <summary>How frames of another shape are fitted.</summary>
    public InputFit? Fit { get; init; }

    /// <summary>Value of padding pixels.</summary>
    public byte? Pad { get; init; }

    /// <summary>Whether the treatment of pixels is said whole, so that no custom is needed.</summary>
    internal bool SaysPixels => Mean is not null && Scale is not null;
}
