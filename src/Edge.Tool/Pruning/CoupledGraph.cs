using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>What <see cref="CouplingAnalysis"/> learned of a graph: which channels hang together, and all that changes when they go.</summary>
/// <param name="Model">The graph, in the form that the analysis brought it into. Not to be changed.</param>
/// <param name="Variables">The channels, tied and frozen.</param>
/// <param name="Layers">Nodes with weights, in the order in which they run.</param>
/// <param name="Slots">Constants that shrink.</param>
/// <param name="Edits">Numbers that change.</param>
/// <param name="Shapes">Sizes of all values before anything is removed.</param>
internal sealed record CoupledGraph(
    OnnxModel Model,
    ChannelVariables Variables,
    IReadOnlyList<LinearLayer> Layers,
    IReadOnlyList<ParameterSlot> Slots,
    IReadOnlyList<CountEdit> Edits,
    ValueShapes Shapes)
{
    /// <summary>Multiply-accumulates of all layers with only the kept channels.</summary>
    public long Macs(KeptChannels kept) => Layers.Sum(layer => layer.Macs(kept));

    /// <summary>Everything stays.</summary>
    public KeptChannels KeepAll() => new(Variables);
}
