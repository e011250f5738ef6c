namespace Edge.Tool.Pruning;

/// <summary>A node with weights: what makes and takes channels, and what costs.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Kind">How its outputs depend on its inputs.</param>
/// <param name="Inputs">Channels that one output sees: all of them, or those of one set; for a depthwise convolution all.</param>
/// <param name="Outputs">Channels that it makes.</param>
/// <param name="Positions">Places in a picture at which the weights are applied.</param>
/// <param name="Taps">Weights between one input and one output: the window's area.</param>
internal sealed record LinearLayer(string Name, LinearKind Kind, int[] Inputs, int[] Outputs, long Positions, int Taps)
{
    /// <summary>Whether its outputs are new channels, and not the inputs filtered one by one.</summary>
    public bool MakesChannels => Kind != LinearKind.Depthwise;

    /// <summary>Multiply-accumulates of one picture with only the kept channels.</summary>
    public long Macs(KeptChannels kept) =>
        Positions * Taps * kept.Count(Outputs) * (Kind == LinearKind.Depthwise ? 1 : kept.Count(Inputs));
}
