using System.Numerics;
using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// By how much each pixel differs beyond what the tolerance at edges forgives. A pixel is the same if the template has its brightness nearby,
/// and the picture the template's nearby: the first finds what is too much, the second also what is missing and thinner than the tolerance.
/// One thread at a time.
/// </summary>
internal sealed unsafe class DifferenceMap
{
    private readonly Plane _darkest;
    private readonly Plane _brightest;
    private readonly byte[] _row;
    private readonly int[] _histogram = new int[256];
    private readonly RowSpan[] _compared;
    private readonly int _radius;
    private readonly int _rim;

    public DifferenceMap(SizePx size, GoldenOptions options)
    {
        _radius = options.EdgeTolerancePx;
        _rim = options.EdgeTolerancePx + options.LocalShiftPx;
        _compared = new RowSpan[size.Height];
        _darkest = new Plane(size.Width, size.Height);
        _brightest = new Plane(size.Width, size.Height);
        Differences = new Plane(size.Width, size.Height);
        _row = new byte[PlaneFilters.RowRoom(size.Width, Math.Max(options.EdgeTolerancePx, options.MergePx))];
    }

    /// <summary>The last picture's differences, in grey levels.</summary>
    public Plane Differences { get; }

    /// <summary>
    /// The stretch of a row that was compared: what lies inside both pictures, without a rim as wide as all tolerances, since what may be displaced
    /// so far may have come from outside.
    /// </summary>
    public RowSpan Compared(int y) => _compared[y];

    /// <summary>Standard deviation of what picture and template differ by everywhere, in grey levels: noise, and structure finer than registration.</summary>
    public float Spread(Plane picture, Plane template, ReadOnlySpan<RowSpan> inside)
    {
        Array.Clear(_histogram);
        int total = 0;
        for (int y = 0; y < picture.Height; y += 3)
        {
            byte* row = picture.Row(y), with = template.Row(y);
            for (int x = inside[y].Start; x < inside[y].End; x += 3, total++)
                _histogram[Math.Abs(row[x] - with[x])]++;
        }

        int passed = 0;
        for (int i = 0; i < 256; i++)
        {
            if (_histogram[i] > 0 && (passed + _histogram[i]) * 2 >= total)
                return 1.4826f * (i + (((total * 0.5f) - passed) / _histogram[i]));
            passed += _histogram[i];
        }

        return 0;
    }

    /// <summary>Fills <see cref="Differences"/>.</summary>
    /// <param name="picture">Laid over the template, light evened out; outside it becomes the template.</param>
    /// <param name="template">What it should be.</param>
    /// <param name="inside">The stretch of each row that shows something.</param>
    public void Take(Plane picture, GoldenTemplate template, ReadOnlySpan<RowSpan> inside)
    {
        Plane golden = template.Levels[0];
        for (int y = 0; y < picture.Height; y++)
            FillOutside(picture.Row(y), golden.Row(y), inside[y], picture.Width);
        PlaneFilters.Minimum(picture, _darkest, _radius, _row);
        PlaneFilters.Maximum(picture, _brightest, _radius, _row);
        for (int y = 0; y < picture.Height; y++)
        {
            byte* into = Differences.Row(y), p = picture.Row(y), t = golden.Row(y);
            byte* pLow = _darkest.Row(y), pHigh = _brightest.Row(y), tLow = template.Darkest.Row(y), tHigh = template.Brightest.Row(y);
            for (int x = 0; x < picture.Width; x += Vector<byte>.Count)
            {
                Vector<byte> pixel = Vector.Load(p + x), with = Vector.Load(t + x);
                Vector<byte> brighter = Vector.Max(Over(pixel, Vector.Load(tHigh + x)), Over(Vector.Load(pLow + x), with));
                Vector<byte> darker = Vector.Max(Over(Vector.Load(tLow + x), pixel), Over(with, Vector.Load(pHigh + x)));
                Vector.Max(brighter, darker).Store(into + x);
            }

            RowSpan compared = _compared[y] = Within(inside, y, picture.Width);
            new Span<byte>(into, compared.Start).Clear();
            new Span<byte>(into + compared.End, picture.Width - compared.End).Clear();
        }

        foreach (ref readonly BoxPx box in template.Ignored.Boxes)
            Clear(box);
    }

    /// <summary>The largest difference in a stretch of a row.</summary>
    public int Most(int y, RowSpan span)
    {
        byte* row = Differences.Row(y);
        int most = 0;
        for (int x = span.Start; x < span.End; x++)
            most = Math.Max(most, row[x]);
        return most;
    }

    /// <summary>How far a region reaches, counting what the tolerance forgave around it: pixels that differ from the template's same pixel.</summary>
    public BoxPx Extent(in DifferenceRegions.Region region, Plane picture, Plane template, byte threshold)
    {
        int left = region.Left, top = region.Top, right = region.Right, bottom = region.Bottom;
        int lastX = Math.Min(picture.Width, region.Right + _radius), lastY = Math.Min(picture.Height, region.Bottom + _radius);
        for (int y = Math.Max(0, region.Top - _radius); y < lastY; y++)
        {
            byte* row = picture.Row(y), with = template.Row(y);
            for (int x = Math.Max(0, region.Left - _radius); x < lastX; x++)
            {
                if (Math.Abs(row[x] - with[x]) <= threshold)
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
            }
        }

        return BoxPx.FromEdges(left, top, right, bottom);
    }

    /// <summary>A pixel's difference from the template shifted by whole pixels; the shifted pixel must lie inside.</summary>
    public int DifferenceAt(int x, int y, int dx, int dy, Plane picture, GoldenTemplate template)
    {
        int p = picture.Row(y)[x], t = template.Levels[0].Row(y + dy)[x + dx];
        int brighter = Math.Max(p - template.Brightest.Row(y + dy)[x + dx], _darkest.Row(y)[x] - t);
        int darker = Math.Max(template.Darkest.Row(y + dy)[x + dx] - p, t - _brightest.Row(y)[x]);
        return Math.Max(0, Math.Max(brighter, darker));
    }

    /// <summary>The strongest difference within a square around each pixel.</summary>
    public void Widen(Plane into, int radius) => PlaneFilters.Maximum(Differences, into, radius, _row);

    /// <summary>What is inside is convex: the rows at the rim's width above and below say enough.</summary>
    private RowSpan Within(ReadOnlySpan<RowSpan> inside, int y, int width)
    {
        if (y < _rim || y >= inside.Length - _rim)
            return default;
        RowSpan span = inside[y].And(inside[y - _rim]).And(inside[y + _rim]);
        return new RowSpan(Math.Max(span.Start, 0) + _rim, Math.Min(span.End, width) - _rim).Within(width);
    }

    /// <summary>How far a is over b; 0 where it is not.</summary>
    private static Vector<byte> Over(Vector<byte> a, Vector<byte> b) => Vector.Max(a, b) - b;

    private static void FillOutside(byte* row, byte* with, RowSpan inside, int width)
    {
        Buffer.MemoryCopy(with, row, width, inside.Start);
        Buffer.MemoryCopy(with + inside.End, row + inside.End, width - inside.End, width - inside.End);
    }

    private void Clear(in BoxPx box)
    {
        int left = (int)box.X, right = Math.Min(Differences.Width, (int)MathF.Ceiling(box.Right));
        for (int y = (int)box.Y; y < Math.Min(Differences.Height, (int)MathF.Ceiling(box.Bottom)); y++)
            new Span<byte>(Differences.Row(y) + left, Math.Max(0, right - left)).Clear();
    }
}
