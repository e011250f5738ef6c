using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Stations;

/// <summary>Inspects pictures as a station does: model, comparison with the template, and their fusion.</summary>
internal sealed class PartInspector : IDisposable
{
    private readonly TrialSettings _settings;
    private readonly ModelStages? _stages;
    private readonly Detector? _detector;
    private readonly ClassSelection? _classes;
    private readonly DefectFusion _fusion;
    private readonly List<Detection> _detections = [];
    private readonly List<GoldenDifference> _differences = [];
    private readonly List<double> _modelMs = [], _goldenMs = [];
    private GoldenComparer? _comparer;
    private Func<BoxPx, float>? _differenceWithin;

    private PartInspector(TrialSettings settings, ModelStages? stages, ClassSelection? classes)
    {
        _settings = settings;
        _stages = stages;
        _detector = stages?.First.CreateDetector();
        _classes = classes;
        _fusion = new DefectFusion(settings.Fusion);
    }

    /// <summary>The model; null where there is none.</summary>
    public ModelDefinition? Model => _stages?.First.Definition;

    /// <summary>Time of the model for one picture, in milliseconds, median.</summary>
    public double ModelMs => Median(_modelMs);

    /// <summary>Time of a comparison, in milliseconds, median.</summary>
    public double GoldenMs => Median(_goldenMs);

    /// <summary>Opens the model.</summary>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    /// <exception cref="DataSetException">It is no detector, or knows other classes than the data set.</exception>
    public static PartInspector Open(TrialSettings settings, DataSet data)
    {
        if (settings.Model is null)
            return new PartInspector(settings, null, null);
        ModelStages stages = ModelStages.Open(settings.Model, settings.ModelOptions with { ScoreThreshold = settings.Fusion.ConfirmedScore }, NullLogger.Instance);
        try
        {
            if (stages.First.Definition.Task != ModelTask.Detect)
                throw new DataSetException($"--pack {settings.Model}: not a detector; allowed: a detector of defects");
            return new PartInspector(settings, stages, ClassSelection.Of(data.Classes, stages.First.Definition.Labels, []));
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }

    /// <summary>Inspects a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="template">The good part; null where there is none, which leaves the model alone.</param>
    /// <exception cref="GoldenSizeException">The template has another size.</exception>
    public Inspection Inspect(in FrameView picture, GoldenTemplate? template)
    {
        _differences.Clear();
        GoldenResult comparison = template is null ? default : Compare(picture, template);
        List<Defect> raw = [.. _differences.Select(difference => new Defect(Defect.UnknownClass, DefectFinder.Golden, difference.Score, difference.Box, null))];
        List<Defect> golden = [.. raw.Where(defect => defect.Score >= _settings.Fusion.DifferenceScore)];
        List<Defect> model = Detect(picture);
        raw.AddRange(model);
        List<Defect> both = [];
        _fusion.Fuse(raw, comparison.IsRegistered ? _differenceWithin : null, both);
        return new Inspection([.. model.Where(defect => defect.Score >= _settings.Fusion.ModelScore)], golden, both, raw, comparison);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _detector?.Dispose();
        _stages?.Dispose();
    }

    private static double Median(List<double> times) => times.Count == 0 ? 0 : times.Order().ElementAt(times.Count / 2);

    private GoldenResult Compare(in FrameView picture, GoldenTemplate template)
    {
        if (_comparer?.Size != template.Size)
        {
            _comparer = new GoldenComparer(template.Size, _settings.Golden);
            _differenceWithin = _comparer.DifferenceWithin;
        }

        long start = TimeProvider.System.GetTimestamp();
        GoldenResult result = _comparer.Compare(picture, template, _differences);
        _goldenMs.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    private List<Defect> Detect(in FrameView picture)
    {
        if (_detector is null)
            return [];
        DetectorTimings timings = default;
        _detector.Detect(picture, _detections, ref timings);
        _modelMs.Add(TimeProvider.System.GetElapsedTime(timings.Started, timings.Decoded).TotalMilliseconds);
        SizePx size = picture.Size;
        return
        [
            .. _detections.Where(detection => _classes!.OfModel(detection.ClassId) >= 0).Select(detection =>
                new Defect(_classes!.Classes[_classes.OfModel(detection.ClassId)].Name, DefectFinder.Model, detection.Score, detection.Box.ClipTo(size), null)),
        ];
    }
}
