using Edge.Contracts.Packs;
using Edge.Domain.Geometry;

namespace Edge.Tool.Teaching;

/// <summary>What teaching gave.</summary>
internal sealed record TeachResult
{
    /// <summary>The pack as it was written.</summary>
    public required Pack Pack { get; init; }

    /// <summary>What was taught.</summary>
    public required PictureFolder Pictures { get; init; }

    /// <summary>The layers whose values are the features.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>Both scores, the one that decides first.</summary>
    public required IReadOnlyList<ScoreCalibration> Scores { get; init; }

    /// <summary>The deciding score of every patch of each taught picture, by a memory without it, in units of the threshold.</summary>
    public required IReadOnlyList<float[]> Maps { get; init; }

    /// <summary>Patches in a row and rows of patches.</summary>
    public required SizePx Grid { get; init; }

    /// <summary>Patches that were taught, and those that the memory keeps.</summary>
    public required (long Taught, int Kept) Patches { get; init; }

    /// <summary>Bytes of the memory's file.</summary>
    public required int MemoryBytes { get; init; }

    /// <summary>Largest distance of a taught patch to the memory, in units of the neighbour threshold.</summary>
    public required double Coverage { get; init; }

    /// <summary>How long it took, the trial of the pack included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The score that decides.</summary>
    public ScoreCalibration Decides => Scores[0];
}
