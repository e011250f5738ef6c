namespace Edge.Tool.Pruning;

/// <summary>How a model is pruned.</summary>
internal sealed record PruneOptions
{
    /// <summary>Part of the multiply-accumulates that stays, above 0 and below 1; null where <see cref="Latency"/> is the target.</summary>
    public double? Macs { get; init; }

    /// <summary>Measured time that is asked for; null where <see cref="Macs"/> is the target.</summary>
    public LatencyTarget? Latency { get; init; }

    /// <summary>How channels are chosen.</summary>
    public Importance Importance { get; init; } = Importance.Reconstruction;

    /// <summary>Whether the weights that stay are fitted afterwards.</summary>
    public bool Reconstruct { get; init; } = true;

    /// <summary>Whether each group's sensitivity is measured; otherwise all groups count alike.</summary>
    public bool Scan { get; init; } = true;

    /// <summary>Rounds in which a target of multiply-accumulates is reached; 1 or more. A target of time takes one.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Pictures on which sensitivity is measured; 1 or more.</summary>
    public int ScanPictures { get; init; } = 12;

    /// <summary>Pull of the least squares towards the weights before, as a part of each input's variance; 0 or more.</summary>
    public double Ridge { get; init; } = 1e-3;

    /// <summary>Bounds of the selection.</summary>
    public SelectionOptions Selection { get; init; } = new();

    /// <summary>Names of nodes whose outputs stay whole.</summary>
    public IReadOnlyCollection<string> Keep { get; init; } = [];

    /// <summary>Threads for one operator where time is measured; 0 is one for each core.</summary>
    public int Threads { get; init; }
}
