using System.Text.Json.Serialization;

namespace Edge.Contracts.Packs;

/// <summary>
/// What makes a pack of task <c>anomaly</c>: a memory of what good parts look like, beside the backbone that sees patches
/// (<see cref="PackManifest.Model"/>, one output [1 x features x rows x columns]). A part whose score is past the threshold is anomalous.
/// Scores are told in units of the threshold of the score that decides: 1 is at the threshold.
/// </summary>
public sealed record PackAnomaly
{
    /// <summary>Score by the nearest patch of the memory (PatchCore).</summary>
    public const string Neighbour = "neighbour";

    /// <summary>Score by the Gaussian of all patches (Mahalanobis distance, PaDiM's without positions).</summary>
    public const string Gaussian = "gaussian";

    /// <summary>File of the memory: patches, mean and spread of the features.</summary>
    public required string Bank { get; init; }

    /// <summary>Which score decides: <see cref="Neighbour"/> or <see cref="Gaussian"/>.</summary>
    public required string Decides { get; init; }

    /// <summary>Nearest-neighbour score of a picture from which a part is anomalous, over 0; in the units of the features.</summary>
    public required float NeighbourThreshold { get; init; }

    /// <summary>Gaussian score of a picture from which a part is anomalous, over 0; in standard deviations.</summary>
    public required float GaussianThreshold { get; init; }

    /// <summary>Share of good parts that the thresholds are set to reject, over 0 and under 1.</summary>
    public required float FalseRejects { get; init; }

    /// <summary>Lower end of the interval that holds the true share of false rejects with 95 % confidence, 0 to 1.</summary>
    public float FalseRejectsLow { get; init; }

    /// <summary>Upper end of that interval, 0 to 1.</summary>
    public float FalseRejectsHigh { get; init; } = 1;

    /// <summary>Pictures of good parts that were taught, 1 or more.</summary>
    public required int Taught { get; init; }

    /// <summary>Both scores, in the order that errors list them.</summary>
    [JsonIgnore]
    public static IReadOnlyList<string> Scores { get; } = [Neighbour, Gaussian];
}
