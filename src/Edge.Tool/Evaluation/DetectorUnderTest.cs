using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Classification;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Evaluation;

/// <summary>A detector that is being measured, opened as the protocol wants it, with what it found so far.</summary>
internal sealed class DetectorUnderTest : IDisposable
{
    private readonly ModelStages _stages;
    private readonly Detector _detector;
    private readonly CropClassifier? _kinds;
    private readonly ClassSelection? _kindClasses;
    private readonly List<Detection> _found = [];
    private readonly List<EvaluatedImage> _images = [];
    private readonly List<double> _milliseconds = [];

    private DetectorUnderTest(ModelStages stages, ClassSelection classes, ClassSelection? kindClasses, double score)
    {
        _stages = stages;
        _detector = stages.First.CreateDetector();
        _kinds = kindClasses is null ? null : stages.Classifier!.CreateClassifier();
        _kindClasses = kindClasses;
        Classes = classes;
        Score = score;
    }

    /// <summary>What it is; its score threshold is the least score that is recorded.</summary>
    public ModelDefinition Definition => _stages.First.Definition;

    /// <summary>What is measured.</summary>
    public ClassSelection Classes { get; }

    /// <summary>The score in force: as asked for, otherwise the model's own.</summary>
    public double Score { get; }

    /// <summary>What it found.</summary>
    public IReadOnlyList<EvaluatedImage> Images => _images;

    /// <summary>Time of preparing, running and decoding one image, in milliseconds: the median of all.</summary>
    public double MedianMs => _milliseconds.Count == 0 ? 0 : _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Opens a detector.</summary>
    /// <param name="path">An <c>.onnx</c> file or a pack.</param>
    /// <param name="settings">How it is measured.</param>
    /// <param name="data">On what.</param>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    /// <exception cref="DataSetException">Its classes are not the data set's, or a score is out of range.</exception>
    public static DetectorUnderTest Open(string path, EvaluationSettings settings, DataSet data)
    {
        ModelOptions options = settings.Model;
        ModelDefinition own;
        using (VisionModel asItIs = VisionModel.Open(path, options, NullLogger.Instance))
            own = asItIs.Definition;
        if (own.Task != ModelTask.Detect)
            throw new DataSetException($"model '{path}' is no detector (its task is {own.Task}) and can't be measured as one; allowed: two detectors or two classifiers");
        float score = settings.Score ?? own.ScoreThreshold;
        if (settings.LeastScore > score)
            throw new DataSetException($"--min-score {settings.LeastScore} is over the score in force, {score}; allowed: 0 to that");

        // Only an open model tells its thresholds and its decoder, and they are fixed when it is open.
        ModelStages stages = ModelStages.Open(
            path,
            options with { ScoreThreshold = settings.LeastScore, NmsThreshold = options.NmsThreshold ?? UsualNms(path, own, settings.Protocol) },
            NullLogger.Instance);
        try
        {
            if (settings.Kinds && stages.Classifier is null)
                throw new DataSetException($"--kinds: '{path}' carries no classifier; allowed: a detector's pack with one");
            return new DetectorUnderTest(
                stages,
                ClassSelection.Of(data.Classes, own.Labels, settings.Classes),
                settings.Kinds ? ClassSelection.Of(data.Classes, stages.Classifier!.Definition.Labels, settings.Classes) : null,
                score);
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }

    /// <summary>Runs it on one image and keeps what it found.</summary>
    public EvaluatedImage Detect(LabelledImage image, Frame frame, IReadOnlyList<LabelledBox> labels)
    {
        DetectorTimings timings = default;
        _detector.Detect(frame.View, _found, ref timings);
        int[] classIds = [.. _found.Select(d => Classes.OfModel(d.ClassId))];
        AskKinds(frame, classIds);
        _milliseconds.Add(TimeProvider.System.GetElapsedTime(timings.Started, timings.Decoded).TotalMilliseconds);
        var result = new EvaluatedImage(
            image,
            frame.Size,
            [.. labels.Where(label => Classes.OfData(label.ClassId) >= 0).Select(label => label with { ClassId = Classes.OfData(label.ClassId) })],
            [.. _found.Select((d, i) => d with { ClassId = classIds[i] }).Where(d => d.ClassId >= 0)]);
        _images.Add(result);
        return result;
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _detector.Dispose();
        _kinds?.Dispose();
        _stages.Dispose();
    }

    /// <summary>Puts what the second stage says in the place of the detector's classes, where it says something.</summary>
    private void AskKinds(Frame frame, int[] classIds)
    {
        if (_kinds is null)
            return;
        BoxPx[] boxes = [.. _found.Select(d => d.Box)];
        var said = new CropClass[boxes.Length];
        _kinds.Classify(frame.View, boxes, said);
        for (int i = 0; i < said.Length; i++)
        {
            if (said[i].ClassId >= 0)
                classIds[i] = _kindClasses!.OfModel(said[i].ClassId);
        }
    }

    /// <summary>The overlap that published COCO figures of a family are measured with. A pack says its own, and the other protocols measure what the agent does.</summary>
    private static float? UsualNms(string path, ModelDefinition model, EvaluationProtocol protocol)
    {
        return VisionModel.IsPack(path) || protocol != EvaluationProtocol.Coco ? null : model.Decoder switch
        {
            DecoderKind.Yolox or DecoderKind.YoloxDecoded => 0.65f,
            DecoderKind.NanoDet => 0.6f,
            _ => null,
        };
    }
}
