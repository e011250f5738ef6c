using Edge.Domain.Detections;

namespace Edge.Agent.Updates.Models;

/// <summary>What one model found in one picture.</summary>
internal readonly ref struct Findings(ReadOnlySpan<Detection> detections, IReadOnlyList<string> labels, float threshold)
{
    /// <summary>The objects.</summary>
    public ReadOnlySpan<Detection> Detections { get; } = detections;

    /// <summary>Class names, by class id.</summary>
    public IReadOnlyList<string> Labels { get; } = labels;

    /// <summary>Least score that the model tells of, 0 to 1.</summary>
    public float Threshold { get; } = threshold;
}
