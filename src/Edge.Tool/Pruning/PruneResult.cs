using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>A pruned model, and how it came about.</summary>
internal sealed record PruneResult
{
    /// <summary>The pruned model.</summary>
    public required OnnxModel Model { get; init; }

    /// <summary>The same channels cut out and nothing fitted: what reconstruction began with.</summary>
    public required OnnxModel Cut { get; init; }

    /// <summary>What the dense model costs.</summary>
    public required ModelFigures Before { get; init; }

    /// <summary>What the pruned one costs.</summary>
    public required ModelFigures After { get; init; }

    /// <summary>What became of each group, in the order in which they run.</summary>
    public required IReadOnlyList<GroupOutcome> Groups { get; init; }

    /// <summary>What could not be pruned.</summary>
    public required IReadOnlyList<FrozenLayer> Frozen { get; init; }

    /// <summary>The layers that were fitted; none where that was not wanted.</summary>
    public required IReadOnlyList<LayerError> Layers { get; init; }

    /// <summary>How far its outputs were from the dense model's before the weights were fitted (see <see cref="IDamageMeasure"/>).</summary>
    public required double DamageBefore { get; init; }

    /// <summary>How far they are now.</summary>
    public required double DamageAfter { get; init; }

    /// <summary>Both models' times, measured in turns; null where none were measured.</summary>
    public PairedLatency? Latency { get; init; }
}
