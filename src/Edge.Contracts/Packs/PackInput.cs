using System.Text.Json.Serialization;

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

    /// <summary><c>bgr</c>, <c>rgb</c>, or <c>gray</c>: one channel, the luma of BT.601.</summary>
    public string Color { get; init; } = "bgr";

    /// <summary>Values in units of 0 to 255, one for each channel in the order of <see cref="Color"/>; default 0.</summary>
    public IReadOnlyList<float> Mean
    {
        get => field ?? (Channels == 1 ? [0] : [0, 0, 0]);
        init;
    }

    /// <summary>Factors, one for each channel in the order of <see cref="Color"/>; default 1.</summary>
    public IReadOnlyList<float> Scale
    {
        get => field ?? (Channels == 1 ? [1] : [1, 1, 1]);
        init;
    }

    /// <summary><c>letterbox-top-left</c>, <c>letterbox-center</c> or <c>stretch</c>.</summary>
    public string Fit { get; init; } = "letterbox-top-left";

    /// <summary>Value of padding pixels, 0 to 255.</summary>
    public byte Pad { get; init; } = 114;

    /// <summary>Channels of <see cref="Color"/>: 1 or 3.</summary>
    [JsonIgnore]
    public int Channels => Color == "gray" ? 1 : 3;
}
