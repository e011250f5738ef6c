using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// A defect-free picture of a product, prepared for comparisons. Immutable: any number of <see cref="GoldenComparer"/>s may use it, on any thread.
/// It holds about four bytes a pixel and half a megabyte, whatever its size.
/// </summary>
public sealed class GoldenTemplate
{
    /// <summary>Least side of a template, in pixels.</summary>
    public const int LeastSidePx = 48;

    /// <summary>Least contrast of a template, in grey levels between its darkest and its brightest two thousandth.</summary>
    public const int LeastContrast = 16;

    /// <summary>One pixel in this many may be darker than the range of brightness, and one brighter: few enough to keep the contrast of a nearly empty board.</summary>
    private const int OutsideRange = 2000;

    private GoldenTemplate(Pyramid pyramid, GoldenOptions options, int low, int high)
    {
        Plane finest = pyramid.Levels[0];
        Size = finest.Size;
        Low = low;
        High = high;
        Options = options;
        Levels = pyramid.Levels;
        Ignored = new IgnoredParts(options.Ignored, Size);
        Points = [.. pyramid.Levels.Select((plane, level) => AlignmentPoints.Of(plane, Ignored, level))];
        Plane coarsest = pyramid.Levels[pyramid.Coarsest];
        Coarse = CoarseTemplate.Of(coarsest, new CoarseRange(coarsest.Size, Size, options));
        Darkest = new Plane(Size.Width, Size.Height);
        Brightest = new Plane(Size.Width, Size.Height);
        byte[] row = new byte[PlaneFilters.RowRoom(Size.Width, options.EdgeTolerancePx)];
        PlaneFilters.Minimum(finest, Darkest, options.EdgeTolerancePx, row);
        PlaneFilters.Maximum(finest, Brightest, options.EdgeTolerancePx, row);
    }

    /// <summary>Its size; pictures must have the same.</summary>
    public SizePx Size { get; }

    /// <summary>Grey levels between its darkest and its brightest two thousandth, 16 to 255.</summary>
    public int Contrast => High - Low;

    /// <summary>Its darkest brightness, but for one pixel in two thousand.</summary>
    internal int Low { get; }

    /// <summary>Its brightest, but for one pixel in two thousand.</summary>
    internal int High { get; }

    /// <summary>The options that it was prepared for.</summary>
    internal GoldenOptions Options { get; }

    internal Plane[] Levels { get; }

    internal AlignmentPoints[] Points { get; }

    internal CoarseTemplate Coarse { get; }

    internal IgnoredParts Ignored { get; }

    /// <summary>The darkest brightness within the tolerance of each pixel.</summary>
    internal Plane Darkest { get; }

    /// <summary>The brightest within the tolerance.</summary>
    internal Plane Brightest { get; }

    /// <summary>Prepares a defect-free picture.</summary>
    /// <param name="picture">Its pixels; they are copied.</param>
    /// <param name="options">The same as the comparer's.</param>
    /// <exception cref="GoldenTemplateException">It is too small, or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static GoldenTemplate From(in FrameView picture, GoldenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (Math.Min(picture.Width, picture.Height) < LeastSidePx)
            throw new GoldenTemplateException($"template of {picture.Size} pixels; each side must have at least {LeastSidePx}");
        var pyramid = new Pyramid(picture.Size);
        pyramid.Take(picture);
        (int low, int high) = RangeOf(pyramid.Levels[0]);
        if (high - low < LeastContrast)
            throw new GoldenTemplateException($"template of {picture.Size} pixels has a contrast of {Math.Max(0, high - low)} grey levels; at least {LeastContrast} are needed to find a part by it");
        return new GoldenTemplate(pyramid, options, low, high);
    }

    private static unsafe (int Low, int High) RangeOf(Plane plane)
    {
        int[] histogram = new int[256];
        for (int y = 0; y < plane.Height; y++)
        {
            foreach (byte value in new ReadOnlySpan<byte>(plane.Row(y), plane.Width))
                histogram[value]++;
        }

        int outside = plane.Width * plane.Height / OutsideRange, low = 0, high = 255;
        for (int passed = histogram[0]; passed <= outside; passed += histogram[low])
            low++;
        for (int passed = histogram[255]; passed <= outside; passed += histogram[high])
            high--;
        return (low, high);
    }
}
