using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Stations;

/// <summary>A part with what is there and what was found.</summary>
internal sealed record InspectedPicture(InspectedPart Part, SizePx Size, IReadOnlyList<LabelledBox> Labels, Inspection Inspection);
