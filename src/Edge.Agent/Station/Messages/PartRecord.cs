using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station.Messages;

/// <summary>All that is told of one part: its verdict, and how the station came to it. A value; whoever makes it may be on any thread.</summary>
public sealed record PartRecord
{
    /// <summary>UUIDv7 of the part, made when its trigger fired.</summary>
    public required Guid PartId { get; init; }

    /// <summary>The part's number at this station, counted up over restarts.</summary>
    public required long Number { get; init; }

    /// <summary>Id of the product that was set when the trigger fired.</summary>
    public required string Product { get; init; }

    /// <summary>What it was presented for.</summary>
    public VerdictPurpose Purpose { get; init; } = VerdictPurpose.Production;

    /// <summary>What is said of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What made the station look.</summary>
    public required VerdictTriggerKind TriggerKind { get; init; }

    /// <summary>When the trigger fired.</summary>
    public required Moment TriggeredAt { get; init; }

    /// <summary>The encoder's position at the trigger; null without an encoder.</summary>
    public long? EncoderCounts { get; init; }

    /// <summary>The frame; null where none came.</summary>
    public VerdictFrame? Frame { get; init; }

    /// <summary>The detector or anomaly model; null where none looked.</summary>
    public AlertModel? Model { get; init; }

    /// <summary>The template; null where none was compared with.</summary>
    public VerdictTemplate? Template { get; init; }

    /// <summary>SHA-256 of the station's configuration, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string ConfigurationDigest { get; init; }

    /// <summary>Millimetres a pixel; null where the station has no pixel scale.</summary>
    public double? MillimetresPerPixel { get; init; }

    /// <summary>When the verdict was there.</summary>
    public required Moment DecidedAt { get; init; }

    /// <summary>When the outputs were set; null where they were not, or are yet to be.</summary>
    public Moment? OutputAt { get; init; }

    /// <summary>Time after the trigger at which the fail-safe action would be taken; null where the station has no deadline.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What the line does with it.</summary>
    public required VerdictAction Action { get; init; }

    /// <summary>What the second sensor said; null where it is not known yet, or there is none.</summary>
    public VerdictConfirmation? Confirmation { get; init; }

    /// <summary>Where the receipt chain has it; null where the station keeps none.</summary>
    public ReceiptAnchor? Receipt { get; init; }

    /// <summary>The picture kept as proof; null where none is.</summary>
    public VerdictEvidence? Evidence { get; init; }
}
