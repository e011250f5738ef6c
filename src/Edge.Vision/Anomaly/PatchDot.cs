using System.Runtime.Intrinsics;

namespace Edge.Vision.Anomaly;

/// <summary>A way to multiply and add, chosen once, and the loops that the compiler makes for it.</summary>
internal sealed unsafe class PatchDot
{
    private readonly delegate*<uint*, int*, int, uint*, int, int*, void> _tile;
    private readonly delegate*<sbyte*, int, uint> _pack;

    private PatchDot(delegate*<uint*, int*, int, uint*, int, int*, void> tile, delegate*<sbyte*, int, uint> pack)
    {
        _tile = tile;
        _pack = pack;
    }

    /// <summary>What it is, for benchmarks and tests.</summary>
    public required string Name { get; init; }

    /// <summary>Whether this processor has it.</summary>
    public required bool IsSupported { get; init; }

    /// <summary>Features in 32 bits.</summary>
    public required int FeaturesPerUnit { get; init; }

    /// <summary>What is added to features of the memory.</summary>
    public required int Offset { get; init; }

    /// <summary>All ways, the fastest first.</summary>
    public static IReadOnlyList<PatchDot> All { get; } = [Wide<ByteDotX64>("vnni"), Wide<ShortDotX64>("avx2"), Narrow<ByteDotArm>("dotprod"), Narrow<FloatDot>("float")];

    /// <summary>The fastest way of this processor.</summary>
    public static PatchDot Fastest { get; } = All.First(dot => dot.IsSupported);

    /// <summary>Looks for nearer patches among rows of the memory for four queries.</summary>
    public void Tile(uint* patches, int* norms, int rows, uint* queries, int units, int* best) => _tile(patches, norms, rows, queries, units, best);

    /// <summary>Puts features into units, <paramref name="step"/> units apart.</summary>
    public void Pack(sbyte* features, int units, uint* into, int step, int offset)
    {
        for (int unit = 0; unit < units; unit++)
            into[(nint)unit * step] = _pack(features + (unit * FeaturesPerUnit), offset);
    }

    private static PatchDot Wide<TDot>(string name)
        where TDot : IPatchDot<Vector256<int>> =>
        new(&PatchSearch.Tile256<TDot>, &TDot.Pack) { Name = name, IsSupported = TDot.IsSupported, FeaturesPerUnit = TDot.FeaturesPerUnit, Offset = TDot.Offset };

    private static PatchDot Narrow<TDot>(string name)
        where TDot : IPatchDot<Vector128<int>> =>
        new(&PatchSearch.Tile128<TDot>, &TDot.Pack) { Name = name, IsSupported = TDot.IsSupported, FeaturesPerUnit = TDot.FeaturesPerUnit, Offset = TDot.Offset };
}
