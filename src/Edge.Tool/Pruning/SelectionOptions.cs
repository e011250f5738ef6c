namespace Edge.Tool.Pruning;

/// <summary>Bounds of a selection.</summary>
internal sealed record SelectionOptions
{
    /// <summary>Channels that stay in a group are a multiple of this; 1 or more. Kernels work on lanes of 4, 8 or 16.</summary>
    public int RoundTo { get; init; } = 4;

    /// <summary>Least part of a group's channels that stays, 0 to 1.</summary>
    public double LeastKept { get; init; } = 0.25;
}
