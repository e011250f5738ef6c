using System.Security.Cryptography;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Images;

namespace Edge.Agent.Station;

/// <summary>Differences from defect-free templates: the best matching one of the product's. One thread.</summary>
internal sealed class GoldenFinder
{
    private readonly GoldenTemplate[] _templates;
    private readonly PictureMeasure[] _measures;
    private readonly VerdictTemplate[] _names;
    private readonly GoldenComparer _comparer;
    private readonly List<GoldenDifference> _differences = [];

    /// <summary>Reads the templates.</summary>
    /// <param name="files">One or more picture files, of one size.</param>
    /// <param name="options">How they are compared with.</param>
    /// <exception cref="FinderFault">One cannot be used: it says which, why, and what is allowed.</exception>
    public GoldenFinder(IReadOnlyList<string> files, GoldenOptions options)
    {
        _templates = new GoldenTemplate[files.Count];
        _measures = new PictureMeasure[files.Count];
        _names = new VerdictTemplate[files.Count];
        using var pool = new FramePool();
        for (int i = 0; i < files.Count; i++)
            Read(files[i], i, options, pool);
        _comparer = new GoldenComparer(_templates[0].Size, options);
        DifferenceWithin = box => _comparer.DifferenceWithin(box);
    }

    /// <summary>Size of the templates, and so of the pictures.</summary>
    public SizePx Size => _comparer.Size;

    /// <summary>Digests of the templates.</summary>
    public IEnumerable<string> Digests => _names.Select(name => name.Digest);

    /// <summary>The template that the last picture was compared with.</summary>
    public VerdictTemplate? Template { get; private set; }

    /// <summary>What is to be expected of a good picture, by the template that <see cref="Find"/> took.</summary>
    public PictureMeasure Good { get; private set; }

    /// <summary>How strongly the last picture differs from its template within a box: 0 to 1, below 0 where it was not compared.</summary>
    public Func<BoxPx, float> DifferenceWithin { get; }

    /// <summary>Lays a picture over the template that it shows best, and adds where they differ.</summary>
    /// <exception cref="FinderFault">The picture has another size than the templates.</exception>
    public GoldenResult Find(in FrameView frame, List<Defect> into, Func<BoxPx, float?> sizeOf)
    {
        if (frame.Size != Size)
            throw new FinderFault($"the picture has {frame.Size} pixels and template '{_names[0].Name}' has {Size}; allowed: templates of the camera's size");
        int best = _templates.Length == 1 ? 0 : _comparer.Choose(frame, _templates, out _);
        Template = _names[best];
        Good = _measures[best];
        GoldenResult result = _comparer.Compare(frame, _templates[best], _differences);
        foreach (GoldenDifference difference in _differences)
            into.Add(new Defect(Defect.UnknownClass, DefectFinder.Golden, difference.Score, difference.Box, sizeOf(difference.Box)));
        return result;
    }

    private void Read(string file, int index, GoldenOptions options, FramePool pool)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(file);
            using Frame picture = ImageCodec.Decode(bytes, pool, Path.GetFileName(file));
            if (index > 0 && picture.Size != _templates[0].Size)
                throw new FinderFault($"template '{Path.GetFileName(file)}' has {picture.Size} pixels and '{_names[0].Name}' has {_templates[0].Size}; allowed: templates of one size");
            _templates[index] = GoldenTemplate.From(picture.View, options);
            _measures[index] = new PictureConditionMeter(picture.Size).Measure(picture.View);
            _names[index] = new VerdictTemplate(Path.GetFileName(file), "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ImageFormatException or GoldenTemplateException or ArgumentException)
        {
            throw new FinderFault($"template '{file}' cannot be used: {e.Message}", e);
        }
    }
}
