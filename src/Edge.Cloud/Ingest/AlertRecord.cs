using System.Text.Json;

namespace Edge.Cloud.Ingest;

/// <summary>An alert, and what operators made of it.</summary>
public sealed record AlertRecord
{
    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>The alert's id, unique for the device.</summary>
    public required string AlertId { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Camera id.</summary>
    public required string Camera { get; init; }

    /// <summary>Rule id.</summary>
    public required string Rule { get; init; }

    /// <summary>What the rule watches for.</summary>
    public required string Kind { get; init; }

    /// <summary>Zone or line; null for the whole picture.</summary>
    public string? Place { get; init; }

    /// <summary>Class of the object; null where none decided.</summary>
    public string? Class { get; init; }

    /// <summary>Its score, 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary><c>new</c>, <c>updated</c> or <c>ended</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>When it began, by the device's clock, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it lasted so far, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Objects in the zone, for count rules; otherwise 1.</summary>
    public required long Count { get; init; }

    /// <summary>The detector.</summary>
    public required string Model { get; init; }

    /// <summary>Its version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>When the cloud first heard of it, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether the device has a picture of it.</summary>
    public required bool HasEvidence { get; init; }

    /// <summary>Address of the picture, where the cloud has it.</summary>
    public string? Picture { get; init; }

    /// <summary>When somebody took note of it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary><c>right</c> or <c>false</c>; null: nobody said.</summary>
    public string? Mark { get; init; }

    /// <summary>What the object really was, where the class was wrong.</summary>
    public string? MarkClass { get; init; }

    /// <summary>What whoever marked it wrote.</summary>
    public string? MarkNote { get; init; }

    /// <summary>When it was marked.</summary>
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? MarkedBy { get; init; }

    /// <summary>The event that began it, as the device told it; only when one alert is asked for.</summary>
    public JsonElement? Event { get; init; }
}
