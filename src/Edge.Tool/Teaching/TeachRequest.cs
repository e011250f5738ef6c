using Edge.Domain.Geometry;

namespace Edge.Tool.Teaching;

/// <summary>What <c>station teach</c> is asked for.</summary>
internal sealed record TeachRequest
{
    /// <summary>Folder of pictures of good parts.</summary>
    public required string GoodFolder { get; init; }

    /// <summary>Where the pack goes.</summary>
    public required string OutPath { get; init; }

    /// <summary>Share of good parts that may be rejected, over 0 and at most 0.5.</summary>
    public double FalseRejects { get; init; } = 0.01;

    /// <summary>Another backbone; null is the one that comes with the tool.</summary>
    public string? BackbonePath { get; init; }

    /// <summary>Its layers; empty chooses.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Longer side of the picture as the backbone sees it, in pixels; pictures that are smaller are not drawn up.</summary>
    public int LongestSide { get; init; } = 640;

    /// <summary>Features of a patch that are kept; a multiple of 4.</summary>
    public int Features { get; init; } = 64;

    /// <summary>Most patches in the memory.</summary>
    public int Memory { get; init; } = 8192;

    /// <summary>Which score decides: neighbour, gaussian, or auto.</summary>
    public string Score { get; init; } = "auto";

    /// <summary>Parts that the pictures are split into to measure what was not taught.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Size of the pictures that the pack is to be measured on; null for none.</summary>
    public SizePx? TestSize { get; init; }

    /// <summary>Name of the pack; null is that of its file.</summary>
    public string? Name { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Licence of the pack; null is that of the backbone that comes with the tool, and must be given for another.</summary>
    public string? Licence { get; init; }

    /// <summary>Private key to sign with; null for none.</summary>
    public string? KeyPath { get; init; }
}
