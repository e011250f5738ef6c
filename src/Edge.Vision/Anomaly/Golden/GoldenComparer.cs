using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// Lays pictures over their templates and tells where they differ. It owns its buffers (about ten bytes a pixel) and allocates nothing in a comparison;
/// one thread at a time.
/// </summary>
public sealed class GoldenComparer
{
    // The strongest of 16 pixels of full contrast count half.
    private const double HalfScoreMass = 16;
    private const double MostOfABox = 0.75;
    private static readonly Comparison<GoldenDifference> StrongestFirst = static (a, b) =>
    {
        int byScore = b.Score.CompareTo(a.Score);
        if (byScore != 0)
            return byScore;
        int byTop = a.Box.Y.CompareTo(b.Box.Y);
        return byTop != 0 ? byTop : a.Box.X.CompareTo(b.Box.X);
    };

    private readonly GoldenOptions _options;
    private readonly Pyramid _pyramid;
    private readonly Registration _registration;
    private readonly LightField _light;
    private readonly DifferenceMap _map;
    private readonly DifferenceRegions _regions;
    private readonly LocalShift _shift;
    private readonly Plane _over;
    private readonly Plane _near;
    private readonly RowSpan[] _inside;
    private Similarity _transform;
    private GoldenTemplate? _compared;

    /// <summary>Buffers for pictures of one size.</summary>
    /// <param name="size">Size of the pictures and of the templates, in pixels; each side at least <see cref="GoldenTemplate.LeastSidePx"/>.</param>
    /// <param name="options">The same as the templates'.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option or a side is out of its range.</exception>
    public GoldenComparer(SizePx size, GoldenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (Math.Min(size.Width, size.Height) < GoldenTemplate.LeastSidePx)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"each side must have at least {GoldenTemplate.LeastSidePx} pixels");
        Size = size;
        _options = options;
        _pyramid = new Pyramid(size);
        _over = new Plane(size.Width, size.Height);
        _near = new Plane(size.Width, size.Height);
        _inside = new RowSpan[size.Height];
        _registration = new Registration(_pyramid, options, _over, _inside);
        _light = new LightField(size.Width, size.Height);
        _map = new DifferenceMap(size, options);
        _shift = new LocalShift(options);
        _regions = new DifferenceRegions(size.Width);
    }

    /// <summary>Size of the pictures and templates that it compares.</summary>
    public SizePx Size { get; }

    /// <summary>Compares a picture with a template.</summary>
    /// <param name="picture">Of the comparer's size.</param>
    /// <param name="template">Of the same size and made with the same options.</param>
    /// <param name="into">Emptied, then filled, strongest first. Give the same list each time: it grows to what is needed once.</param>
    /// <returns>Where the part lies. When it is not registered, nothing was compared and <paramref name="into"/> is empty: that is no pass.</returns>
    /// <exception cref="GoldenSizeException">Picture or template has another size.</exception>
    /// <exception cref="ArgumentException">The template was made with other options.</exception>
    public GoldenResult Compare(in FrameView picture, GoldenTemplate template, List<GoldenDifference> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Check(picture, template);
        into.Clear();
        _compared = null;
        _pyramid.Take(picture);
        Pose pose = _registration.Find(template);
        PlaneWarp.Warp(_pyramid.Levels[0], pose, 0, _over, _inside);
        float agreement = Agreement.Of(_over, template.Levels[0], _inside, rowStep: 2);
        float coverage = CoverageOf(_inside);
        Similarity transform = pose.ToSimilarity(Size);
        if (agreement < _options.LeastAgreement || !_registration.IsInRange(pose))
            return new GoldenResult(false, transform, agreement, coverage, 0);

        _light.Fit(_over, _inside, template, _options.LightRange * template.Contrast);
        _light.Apply(_over, _inside);
        _map.Take(_over, template, _inside);
        float spread = _map.Spread(_over, template.Levels[0], _inside);
        float threshold = (float)Math.Clamp(Math.Max(_options.LeastDifference * template.Contrast, _options.NoiseSigmas * spread), 1, 254);
        _map.Widen(_near, (_options.MergePx + 1) / 2);
        _regions.Find(_map.Differences, _near, _over, template.Levels[0], (byte)threshold);
        (_transform, _compared) = (transform, template);
        Tell(transform, template, (byte)threshold, into);
        return new GoldenResult(true, transform, agreement, coverage, threshold);
    }

    /// <summary>
    /// The template that a picture shows best, by registration on small levels only: for choosing among templates, in a fraction of a comparison's time each.
    /// </summary>
    /// <param name="picture">Of the comparer's size.</param>
    /// <param name="templates">One or more, of the same size and made with the same options.</param>
    /// <param name="agreement">The best one's correlation of brightness, -1 to 1.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="GoldenSizeException">Picture or template has another size.</exception>
    /// <exception cref="ArgumentException">There are no templates, or one was made with other options.</exception>
    public int Choose(in FrameView picture, IReadOnlyList<GoldenTemplate> templates, out float agreement)
    {
        ArgumentNullException.ThrowIfNull(templates);
        if (templates.Count == 0)
            throw new ArgumentException("there are no templates to choose from; at least one is needed", nameof(templates));
        for (int i = 0; i < templates.Count; i++)
            Check(picture, templates[i]);
        _compared = null;
        _pyramid.Take(picture);
        int best = 0;
        agreement = float.NegativeInfinity;
        for (int i = 0; i < templates.Count; i++)
        {
            _registration.FindCoarse(templates[i], out float found);
            if (found > agreement)
                (best, agreement) = (i, found);
        }

        return best;
    }

    /// <summary>How strongly the picture that was compared last differs within a box, also where that is too little to be told.</summary>
    /// <param name="box">In pixels of the captured frame.</param>
    /// <returns>
    /// The largest difference beyond the tolerance, as a share of the template's contrast, 0 to 1; -1 where it says nothing, since nothing was compared,
    /// or too little of the box: more than a quarter of it lies outside the template, or some in what is ignored.
    /// </returns>
    public float DifferenceWithin(BoxPx box)
    {
        if (_compared is not { } template)
            return -1;
        PointPx a = _transform.Unmap(new PointPx(box.X, box.Y)), b = _transform.Unmap(new PointPx(box.Right, box.Y));
        PointPx c = _transform.Unmap(new PointPx(box.X, box.Bottom)), d = _transform.Unmap(new PointPx(box.Right, box.Bottom));
        int left = (int)MathF.Floor(MathF.Min(MathF.Min(a.X, b.X), MathF.Min(c.X, d.X))), right = (int)MathF.Ceiling(MathF.Max(MathF.Max(a.X, b.X), MathF.Max(c.X, d.X)));
        int top = (int)MathF.Floor(MathF.Min(MathF.Min(a.Y, b.Y), MathF.Min(c.Y, d.Y))), bottom = (int)MathF.Ceiling(MathF.Max(MathF.Max(a.Y, b.Y), MathF.Max(c.Y, d.Y)));
        if (template.Ignored.Meets(left, top, right, bottom))
            return -1;
        int most = 0;
        long compared = 0;
        for (int y = Math.Max(0, top); y < Math.Min(Size.Height, bottom); y++)
        {
            RowSpan span = _map.Compared(y).And(new RowSpan(left, right));
            compared += span.Length;
            most = Math.Max(most, _map.Most(y, span));
        }

        return compared < MostOfABox * (right - left) * (bottom - top) ? -1 : Math.Min(1, (float)most / template.Contrast);
    }

    private void Check(in FrameView picture, GoldenTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (picture.Size != Size)
            throw new GoldenSizeException("picture", picture.Size, Size);
        if (template.Size != Size)
            throw new GoldenSizeException("template", template.Size, Size);
        if (!ReferenceEquals(template.Options, _options) && template.Options != _options)
            throw new ArgumentException("the template was made with other options than the comparer", nameof(template));
    }

    private float CoverageOf(ReadOnlySpan<RowSpan> inside)
    {
        long covered = 0;
        foreach (RowSpan span in inside)
            covered += span.Length;
        return (float)covered / ((long)Size.Width * Size.Height);
    }

    private void Tell(in Similarity transform, GoldenTemplate template, byte threshold, List<GoldenDifference> into)
    {
        for (int i = 0; i < _regions.Count; i++)
        {
            if (!_regions.IsRoot(i))
                continue;
            ref readonly DifferenceRegions.Region region = ref _regions[i];
            if (region.Area < _options.LeastAreaPx)
                continue;
            (int area, long sum) = _shift.Remains(region, _map, _over, template, threshold);
            if (area < _options.LeastAreaPx)
                continue;
            double mass = (double)sum / template.Contrast;
            BoxPx box = transform.Map(_map.Extent(region, _over, template.Levels[0], threshold)).ClipTo(Size);
            into.Add(new GoldenDifference(
                box,
                (float)(mass / (mass + HalfScoreMass)),
                area * transform.Scale * transform.Scale,
                region.Brighter * 2 > region.Area ? DifferenceSign.Brighter : DifferenceSign.Darker));
        }

        into.Sort(StrongestFirst);
        if (into.Count > _options.MaximumDifferences)
            into.RemoveRange(_options.MaximumDifferences, into.Count - _options.MaximumDifferences);
    }
}
