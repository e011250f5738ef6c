namespace Edge.Tool.Pruning;

/// <summary>By what the least important channels are found.</summary>
internal enum Importance
{
    /// <summary>What the layers that take a channel lose after their other weights are adjusted to its absence.</summary>
    Reconstruction,

    /// <summary>Size of the weights that make and take a channel.</summary>
    Magnitude,

    /// <summary>Scale of the batch norm behind a channel (Liu et al. 2017, "Network Slimming").</summary>
    BnScale,

    /// <summary>Strength of a channel on the calibration pictures.</summary>
    Activation,
}
