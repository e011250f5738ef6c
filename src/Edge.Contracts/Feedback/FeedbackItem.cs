using Edge.Contracts.Evidence;

namespace Edge.Contracts.Feedback;

/// <summary>A picture from the field and what people said of it: <c>GET /api/v1/feedback</c>.</summary>
public sealed record FeedbackItem
{
    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>Id of the alert, the part or the example.</summary>
    public required string Subject { get; init; }

    /// <summary>What the picture is of.</summary>
    public required PictureKind Kind { get; init; }

    /// <summary>Camera; null where it is not known.</summary>
    public string? Camera { get; init; }

    /// <summary>UTC of the picture.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Its width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Its height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>SHA-256 of the JPEG, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Address of the JPEG below the cloud's.</summary>
    public required string Picture { get; init; }

    /// <summary>Whether boxes and words are drawn into it, as into all evidence: to look at and to count by; only bare pictures are for training.</summary>
    public required bool IsAnnotated { get; init; }

    /// <summary><c>right</c> or <c>false</c>; null for an example that nobody judged.</summary>
    public string? Mark { get; init; }

    /// <summary>What whoever marked it wrote.</summary>
    public string? Note { get; init; }

    /// <summary>Who marked it.</summary>
    public string? MarkedBy { get; init; }

    /// <summary>Whether people have still to look at the labels: an example has the model's own, and what is missed on a part has none.</summary>
    public required bool NeedsReview { get; init; }

    /// <summary>Why a hard example is one.</summary>
    public string? Reason { get; init; }

    /// <summary>What is in the picture, as far as anybody knows; empty where a mark says that nothing is.</summary>
    public required IReadOnlyList<PictureLabel> Labels { get; init; }
}
