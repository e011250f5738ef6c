namespace Edge.Contracts.Packs;

/// <summary>What a model is fed: element = (pixel - mean) * scale, channel by channel.</summary>
public sealed record PackInput
{
    /// <summary>Columns, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary><c>nchw</c> or <c>nhwc</c>.</summary>
    public string Layout { get; init; } = "nchw";

    /// <summary><c>bgr</c> or <c>rgb</c>.</summary>
    public string Color { get; init; } = "bgr";

    /// <summary>Three values in units of 0 to 255, in the order of <see cref="Color"/>.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Three factors, in the order of <see cref="Color"/>.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [1, 1, 1];

    /// <summary><c>letterbox-top-left</c>, <c>letterbox-center</c> or <c>stretch</c>.</summary>
    public string Fit { get; init; } = "letterbox-top-left";

    /// <summary>Value of padding pixels, 0 to 255.</summary>
    public byte Pad { get; init; } = 114;
}
