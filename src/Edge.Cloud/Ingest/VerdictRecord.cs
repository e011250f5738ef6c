using System.Text.Json;

namespace Edge.Cloud.Ingest;

/// <summary>A part's verdict, and what operators made of it.</summary>
public sealed record VerdictRecord
{
    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>The part's id.</summary>
    public required string PartId { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Station id.</summary>
    public required string Station { get; init; }

    /// <summary>The part's number at its station.</summary>
    public required long Part { get; init; }

    /// <summary>Product.</summary>
    public required string Product { get; init; }

    /// <summary><c>production</c>, or which golden part it was.</summary>
    public required string Purpose { get; init; }

    /// <summary><c>pass</c>, <c>fail</c> or <c>cannotJudge</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Class of the strongest defect; null for none.</summary>
    public string? Defect { get; init; }

    /// <summary>What the second sensor said; null: nothing.</summary>
    public string? Confirmation { get; init; }

    /// <summary>When, by the device's clock, UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Microseconds from trigger to verdict.</summary>
    public required long LatencyUs { get; init; }

    /// <summary>When the cloud heard of it, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether the device has a picture of it.</summary>
    public required bool HasEvidence { get; init; }

    /// <summary>Address of the picture, where the cloud has it.</summary>
    public string? Picture { get; init; }

    /// <summary><c>right</c> or <c>false</c>; null: nobody said.</summary>
    public string? Mark { get; init; }

    /// <summary>What the defect really was.</summary>
    public string? MarkClass { get; init; }

    /// <summary>What whoever marked it wrote.</summary>
    public string? MarkNote { get; init; }

    /// <summary>When it was marked.</summary>
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? MarkedBy { get; init; }

    /// <summary>The event as the device told it; only when one verdict is asked for.</summary>
    public JsonElement? Event { get; init; }
}
