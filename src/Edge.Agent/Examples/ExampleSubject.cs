using Edge.Vision.Inference;

namespace Edge.Agent.Examples;

/// <summary>Of what a hard example is.</summary>
/// <param name="Camera">Whose frame.</param>
/// <param name="TakenAt">UTC of the frame.</param>
/// <param name="Reason">Why it is one.</param>
/// <param name="Margin">How close the closest score is to what decides, 0 or more; 0 for a disagreement.</param>
/// <param name="Model">The model whose detections come with it.</param>
internal readonly record struct ExampleSubject(string Camera, DateTimeOffset TakenAt, ExampleReason Reason, float Margin, ModelDefinition Model);
