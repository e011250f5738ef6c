using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>How a picture is laid over its template, and what counts as a difference.</summary>
public sealed record GoldenOptions
{
    /// <summary>Farthest shift that is searched, as a fraction of the picture's longer side, 0 to 0.25.</summary>
    public double ShiftRange { get; init; } = 0.05;

    /// <summary>Farthest turn that is searched to either side, in degrees, 0 to 20.</summary>
    public double RotationRange { get; init; } = 5;

    /// <summary>Largest change of size that is searched, 0 to 0.2: 0.03 is from 97 to 103 percent.</summary>
    public double ScaleRange { get; init; } = 0.03;

    /// <summary>
    /// Least agreement (correlation of brightness after registration, -1 to 1) of a picture that shows the template's product:
    /// below, nothing is compared.
    /// </summary>
    public double LeastAgreement { get; init; } = 0.6;

    /// <summary>How far an edge may lie from where the template has it, in pixels, 1 to 8. A structure thinner than this may hide in it.</summary>
    public int EdgeTolerancePx { get; init; } = 2;

    /// <summary>
    /// How far features of the part may be displaced against each other, in pixels, 0 to 8: where a whole neighbourhood lies aside by this much, it is the same.
    /// Added to <see cref="EdgeTolerancePx"/> there and nowhere else; 0 for parts as stiff as their template.
    /// </summary>
    public int LocalShiftPx { get; init; } = 2;

    /// <summary>Least difference of brightness that counts, as a share of the template's contrast, above 0 to 1.</summary>
    public double LeastDifference { get; init; } = 0.2;

    /// <summary>Least difference that counts, in standard deviations of what the two pictures differ by everywhere, 0 to 20: noise raises the threshold by itself.</summary>
    public double NoiseSigmas { get; init; } = 6;

    /// <summary>Largest change of light from place to place that is evened out, as a share of the template's contrast, 0 to 1.</summary>
    public double LightRange { get; init; } = 0.25;

    /// <summary>Least area of a difference in square pixels, 1 or more, counted beyond the tolerance at edges.</summary>
    public int LeastAreaPx { get; init; } = 6;

    /// <summary>Differences at most this far apart are one, in pixels, 0 to 16.</summary>
    public int MergePx { get; init; } = 4;

    /// <summary>Most differences that are told, the strongest; 1 to 4096.</summary>
    public int MaximumDifferences { get; init; } = 256;

    /// <summary>Parts of the template that are not compared, as fractions of the picture: serial numbers, labels, the edge of the tray.</summary>
    public IReadOnlyList<BoxNorm> Ignored { get; init; } = [];

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    public void Check()
    {
        Require(ShiftRange is >= 0 and <= 0.25, nameof(ShiftRange), ShiftRange, "0 to 0.25");
        Require(RotationRange is >= 0 and <= 20, nameof(RotationRange), RotationRange, "0 to 20");
        Require(ScaleRange is >= 0 and <= 0.2, nameof(ScaleRange), ScaleRange, "0 to 0.2");
        Require(LeastAgreement is >= -1 and <= 1, nameof(LeastAgreement), LeastAgreement, "-1 to 1");
        Require(EdgeTolerancePx is >= 1 and <= 8, nameof(EdgeTolerancePx), EdgeTolerancePx, "1 to 8");
        Require(LocalShiftPx is >= 0 and <= 8, nameof(LocalShiftPx), LocalShiftPx, "0 to 8");
        Require(LeastDifference is > 0 and <= 1, nameof(LeastDifference), LeastDifference, "above 0 to 1");
        Require(NoiseSigmas is >= 0 and <= 20, nameof(NoiseSigmas), NoiseSigmas, "0 to 20");
        Require(LightRange is >= 0 and <= 1, nameof(LightRange), LightRange, "0 to 1");
        Require(LeastAreaPx >= 1, nameof(LeastAreaPx), LeastAreaPx, "1 or more");
        Require(MergePx is >= 0 and <= 16, nameof(MergePx), MergePx, "0 to 16");
        Require(MaximumDifferences is >= 1 and <= 4096, nameof(MaximumDifferences), MaximumDifferences, "1 to 4096");
        ArgumentNullException.ThrowIfNull(Ignored);
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, "must be " + allowed);
    }
}
