using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>A picture or a template has another size than the comparison was made for.</summary>
public sealed class GoldenSizeException : Exception
{
    /// <summary>Names both sizes.</summary>
    /// <param name="what">What has the wrong size, such as "template".</param>
    /// <param name="actual">The size that it has.</param>
    /// <param name="expected">The size that it must have.</param>
    public GoldenSizeException(string what, SizePx actual, SizePx expected)
        : base($"{what} of {actual} pixels; it must be {expected}, the size that is compared")
    {
        Actual = actual;
        Expected = expected;
    }

    /// <summary>The size that it has.</summary>
    public SizePx Actual { get; }

    /// <summary>The size that it must have.</summary>
    public SizePx Expected { get; }
}
