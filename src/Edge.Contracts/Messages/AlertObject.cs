using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>The object that an alert is about.</summary>
public sealed record AlertObject
{
    /// <summary>Track id, unique within one run of one camera, from 1.</summary>
    public required long Track { get; init; }

    /// <summary>Class name, as the detector calls it.</summary>
    [JsonPropertyName("class")]
    public required string ClassName { get; init; }

    /// <summary>Detector's score, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>What the second-stage classifier calls it.</summary>
    public string? Label { get; init; }

    /// <summary>The classifier's score, 0 to 1.</summary>
    public double? LabelScore { get; init; }

    /// <summary>Where, in fractions of the frame; absent without a frame.</summary>
    public AlertBox? Box { get; init; }

    /// <summary>Where, in pixels of the captured frame.</summary>
    public required AlertBox BoxPx { get; init; }
}
