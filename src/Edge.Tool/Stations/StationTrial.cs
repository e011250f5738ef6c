using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Tool.Calibration;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Images;

namespace Edge.Tool.Stations;

/// <summary>Inspects labelled parts and their templates, and counts.</summary>
internal sealed class StationTrial : IDisposable
{
    private readonly TrialSettings _settings;
    private readonly DataSet _data;
    private readonly PartInspector _inspector;
    private readonly FramePool _pool = new();
    private readonly StreamWriter? _finds;

    public StationTrial(TrialSettings settings, DataSet data, string? findsPath)
    {
        _settings = settings;
        _data = data;
        _inspector = PartInspector.Open(settings, data);
        _finds = findsPath is null ? null : new StreamWriter(findsPath);
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="DataSetException">Labels are bad, or a template is of another size than its picture.</exception>
    /// <exception cref="ImageFormatException">A file is no image.</exception>
    public TrialResult Run(IReadOnlyList<InspectedPart> parts, StepReport report)
    {
        _data.Check(parts.Select(part => part.Image));
        Dictionary<string, InspectedPart> byPath = parts.ToDictionary(part => part.Image.ImagePath);
        var all = new TrialGroup("all", _data.Classes.Count);
        SortedDictionary<string, TrialGroup> groups = new(StringComparer.Ordinal);
        List<InspectedPicture> pictures = [];
        ImageStream.Each([.. parts.Select(part => part.Image)], report, (image, frame) =>
        {
            InspectedPart part = byPath[image.ImagePath];
            if (!groups.TryGetValue(part.Group, out TrialGroup? group))
                groups[part.Group] = group = new TrialGroup(part.Group, _data.Classes.Count);
            pictures.Add(Take(part, frame, [all, group], pictures.Count));
        });
        return new TrialResult(_settings, _data.Classes, _inspector.Model, all, [.. groups.Values], pictures, _inspector.ModelMs, _inspector.GoldenMs);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _finds?.Dispose();
        _inspector.Dispose();
        _pool.Dispose();
    }

    private InspectedPicture Take(InspectedPart part, Frame frame, ReadOnlySpan<TrialGroup> groups, int index)
    {
        using Frame good = ImageCodec.Load(part.TemplatePath, _pool);
        try
        {
            GoldenTemplate? template = Prepare(good, frame.Size, groups);
            IReadOnlyList<LabelledBox> labels = _data.ReadLabels(part.Image, frame.Size);
            Inspection inspection = _inspector.Inspect(frame.View, template);
            foreach (TrialGroup group in groups)
            {
                foreach ((Inspector inspector, InspectionTally tally) in group.Tested)
                    tally.Add(inspection.By(inspector), labels, _data.Classes);
                group.Unregistered += inspection.Comparison.IsRegistered ? 0 : 1;
            }

            Record(part, labels, inspection);
            TakeTemplate(template, good, groups, index);
            return new InspectedPicture(part, frame.Size, labels, inspection);
        }
        catch (GoldenSizeException e)
        {
            throw new DataSetException($"{part.TemplatePath}: {e.Message} (picture {part.Image.ImagePath}, {frame.Size})");
        }
    }

    /// <summary>The template; null for one that nothing can be found by, such as a blank picture: such a part is not compared.</summary>
    private GoldenTemplate? Prepare(Frame good, SizePx expected, ReadOnlySpan<TrialGroup> groups)
    {
        if (good.Size != expected)
            throw new GoldenSizeException("template", good.Size, expected);
        try
        {
            return GoldenTemplate.From(good.View, _settings.Golden);
        }
        catch (GoldenTemplateException)
        {
            foreach (TrialGroup group in groups)
                group.UnusableTemplates++;
            return null;
        }
    }

    private void TakeTemplate(GoldenTemplate? template, Frame good, ReadOnlySpan<TrialGroup> groups, int index)
    {
        Inspection itself = _inspector.Inspect(good.View, template);
        foreach (TrialGroup group in groups)
        {
            foreach ((Inspector inspector, GoodPartTally tally) in group.Templates)
                tally.Add(itself.By(inspector).Count);
        }

        for (int i = 0; i < _settings.Variants; i++)
        {
            using Frame variant = TemplateVariant.Make(good.View, (index * 31) + i, _pool, out Similarity placement);
            Inspection inspection = _inspector.Inspect(variant.View, template);
            foreach (TrialGroup group in groups)
            {
                foreach ((Inspector inspector, GoodPartTally tally) in group.Variants)
                    tally.Add(inspection.By(inspector).Count);
                group.UnregisteredVariants += inspection.Comparison.IsRegistered ? 0 : 1;
                if (inspection.Comparison.IsRegistered)
                    group.CornerErrors.Add(TrialGroup.CornerError(inspection.Comparison.Transform, placement, good.Size));
            }

            Record(null, [], inspection);
        }
    }

    private void Record(InspectedPart? part, IReadOnlyList<LabelledBox> labels, Inspection inspection)
    {
        if (_finds is null)
            return;
        GoldenResult comparison = inspection.Comparison;
        var line = new JsonObject
        {
            ["image"] = part?.Image.Name,
            ["registered"] = comparison.IsRegistered,
            ["agreement"] = Round(comparison.Agreement),
            ["coverage"] = Round(comparison.Coverage),
            ["threshold"] = Round(comparison.Threshold),
            ["shift"] = new JsonArray(Round(comparison.Transform.ShiftX), Round(comparison.Transform.ShiftY)),
            ["rotation"] = Round(comparison.Transform.RotationDegrees),
            ["scale"] = Math.Round(comparison.Transform.Scale, 5),
            ["labels"] = new JsonArray([.. labels.Select(label => new JsonObject { ["class"] = _data.Classes[label.ClassId].Name, ["box"] = Box(label.Box) })]),
            ["finds"] = new JsonArray([.. inspection.Raw.Select(Find)]),
            ["defects"] = new JsonArray([.. inspection.Both.Select(Find)]),
        };
        _finds.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
    }

    private static JsonObject Find(Defect defect) => new()
    {
        ["finder"] = defect.Finder.ToString().ToLowerInvariant(),
        ["class"] = defect.Class,
        ["score"] = Round(defect.Score),
        ["box"] = Box(defect.Box),
    };

    private static JsonArray Box(in BoxPx box) => [Round(box.X), Round(box.Y), Round(box.Width), Round(box.Height)];

    private static double Round(float value) => Math.Round(value, 3);
}
