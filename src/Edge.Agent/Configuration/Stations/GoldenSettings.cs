using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Agent.Configuration.Stations;

/// <summary>How parts are laid over their template, and what counts as a difference.</summary>
public sealed record GoldenSettings
{
    private static readonly GoldenOptions _default = new();
    private static readonly FusionOptions _fusion = new();

    /// <summary>Farthest shift that is searched, as a fraction of the picture's longer side.</summary>
    public double ShiftRange { get; init; } = _default.ShiftRange;

    /// <summary>Farthest turn that is searched to either side, in degrees.</summary>
    public double RotationRange { get; init; } = _default.RotationRange;

    /// <summary>Largest change of size that is searched.</summary>
    public double ScaleRange { get; init; } = _default.ScaleRange;

    /// <summary>Least agreement with the template, -1 to 1.</summary>
    public double MinimumAgreement { get; init; } = _default.LeastAgreement;

    /// <summary>How far an edge may lie from where the template has it, in pixels.</summary>
    public int EdgeTolerancePx { get; init; } = _default.EdgeTolerancePx;

    /// <summary>How far whole features may lie aside, in pixels.</summary>
    public int LocalShiftPx { get; init; } = _default.LocalShiftPx;

    /// <summary>Least difference of brightness, as a share of the template's contrast.</summary>
    public double MinimumDifference { get; init; } = _default.LeastDifference;

    /// <summary>Least area of a difference in square pixels.</summary>
    public int MinimumAreaPx { get; init; } = _default.LeastAreaPx;

    /// <summary>Zones of the product that are not compared (their bounding boxes).</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Least score of a difference that the model has no name for.</summary>
    public float DifferenceScore { get; init; } = _fusion.DifferenceScore;

    /// <summary>Least score of the model's find where the picture differs from the template.</summary>
    public float ConfirmedScore { get; init; } = _fusion.ConfirmedScore;

    /// <summary>Least score of the model's find where the picture is as the template.</summary>
    public float ContradictedScore { get; init; } = _fusion.ContradictedScore;

    /// <summary>The same as options of the comparison.</summary>
    /// <param name="ignored">What is not compared.</param>
    public GoldenOptions Options(IReadOnlyList<BoxNorm> ignored) => _default with
    {
        ShiftRange = ShiftRange,
        RotationRange = RotationRange,
        ScaleRange = ScaleRange,
        LeastAgreement = MinimumAgreement,
        EdgeTolerancePx = EdgeTolerancePx,
        LocalShiftPx = LocalShiftPx,
        LeastDifference = MinimumDifference,
        LeastAreaPx = MinimumAreaPx,
        Ignored = ignored,
    };

    /// <summary>The same as options of the fusion with a model.</summary>
    /// <param name="modelScore">The model's own threshold of scores.</param>
    public FusionOptions Fusion(float modelScore) => new()
    {
        ModelScore = modelScore,
        ConfirmedScore = Math.Min(ConfirmedScore, modelScore),
        ContradictedScore = Math.Max(ContradictedScore, modelScore),
        DifferenceScore = DifferenceScore,
    };
}
