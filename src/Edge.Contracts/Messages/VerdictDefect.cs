using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>One defect of one part.</summary>
public sealed record VerdictDefect
{
    /// <summary>Its class: one of the model's labels; <c>difference</c> where it was found without a class.</summary>
    [JsonPropertyName("class")]
    public required string ClassName { get; init; }

    /// <summary>What found it.</summary>
    public required VerdictFinder Finder { get; init; }

    /// <summary>Confidence, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Where, in fractions of the frame; absent without a frame.</summary>
    public AlertBox? Box { get; init; }

    /// <summary>Where, in pixels of the captured frame.</summary>
    public required AlertBox BoxPx { get; init; }

    /// <summary>Its longer side in millimetres; absent where the station has no pixel scale.</summary>
    public double? SizeMm { get; init; }

    /// <summary>Its middle in millimetres from the frame's top left corner; absent where the station has no pixel scale.</summary>
    public PositionMm? PositionMm { get; init; }
}
