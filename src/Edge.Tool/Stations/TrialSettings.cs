using Edge.Domain.Inspection;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Inference;

namespace Edge.Tool.Stations;

/// <summary>How parts are inspected in an evaluation.</summary>
internal sealed record TrialSettings
{
    /// <summary>The detector's pack or file; null is the comparison alone.</summary>
    public string? Model { get; init; }

    public ModelOptions ModelOptions { get; init; } = new();

    public GoldenOptions Golden { get; init; } = new();

    public FusionOptions Fusion { get; init; } = new();

    /// <summary>Pictures made of each template to see what is found on good parts, 0 or more.</summary>
    public int Variants { get; init; } = 1;
}
