using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Inference;

namespace Edge.Tool.Stations;

/// <summary>Results of an evaluation of inspection.</summary>
/// <param name="Settings">How it was done.</param>
/// <param name="Classes">What the labels name.</param>
/// <param name="Model">The model; null where there was none.</param>
/// <param name="All">All parts together.</param>
/// <param name="Groups">Group by group, by name.</param>
/// <param name="Pictures">Each part.</param>
/// <param name="ModelMs">Time of the model for one picture, median.</param>
/// <param name="GoldenMs">Time of a comparison, median.</param>
internal sealed record TrialResult(
    TrialSettings Settings,
    IReadOnlyList<DataSetClass> Classes,
    ModelDefinition? Model,
    TrialGroup All,
    IReadOnlyList<TrialGroup> Groups,
    IReadOnlyList<InspectedPicture> Pictures,
    double ModelMs,
    double GoldenMs)
{
    /// <summary>Who inspected.</summary>
    public IReadOnlyList<Inspector> Inspectors => Model is null ? [Inspector.Golden] : [Inspector.Model, Inspector.Golden, Inspector.Both];
}
