using Edge.Domain.Inspection;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Tool.Stations;

/// <summary>What each inspector found in one picture.</summary>
/// <param name="Model">The model's finds that count alone.</param>
/// <param name="Golden">The differences that count alone.</param>
/// <param name="Both">The fused finds.</param>
/// <param name="Raw">All finds, down to the least scores.</param>
/// <param name="Comparison">How the picture lay over the template.</param>
internal sealed record Inspection(
    IReadOnlyList<Defect> Model, IReadOnlyList<Defect> Golden, IReadOnlyList<Defect> Both, IReadOnlyList<Defect> Raw, GoldenResult Comparison)
{
    /// <summary>What one of them found.</summary>
    public IReadOnlyList<Defect> By(Inspector inspector) => inspector switch
    {
        Inspector.Model => Model,
        Inspector.Golden => Golden,
        _ => Both,
    };
}
