using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Stations;

/// <summary>A labelled picture of a part and the picture of a good part that it is compared with.</summary>
/// <param name="Image">The picture and its labels.</param>
/// <param name="TemplatePath">The good part's picture.</param>
/// <param name="Group">What it was made with: of DeepPCB, the production group.</param>
internal sealed record InspectedPart(LabelledImage Image, string TemplatePath, string Group);
