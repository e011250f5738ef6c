using Edge.Agent.Pipeline;
using Edge.Contracts.Messages;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Inference;

namespace Edge.Agent.Station;

/// <summary>Defects of trained classes, by the model in force; another one that is put in force takes over between two parts. One thread.</summary>
internal sealed class ModelFinder(ModelSlot slot) : IDisposable
{
    private ModelSet? _models;
    private Detector? _detector;
    private int _generation;

    /// <summary>Names of the classes, by <see cref="Detection.ClassId"/>.</summary>
    public IReadOnlyList<string> Labels { get; private set; } = [];

    /// <summary>Which model found what is found.</summary>
    public AlertModel? Model { get; private set; }

    /// <summary>Takes the model in force.</summary>
    /// <param name="leastScore">Gets the model's own threshold of scores and says from which score finds are wanted.</param>
    /// <param name="isCompared">Whether weaker finds can be confirmed by a comparison: without one they are not asked for.</param>
    /// <returns>Whether it is another one than before.</returns>
    public bool Refresh(Func<float, float> leastScore, bool isCompared)
    {
        if (_models is not null && slot.Generation == _generation)
            return false;
        Release();
        _models = slot.Hold(out _generation);
        ModelDefinition definition = _models.Detector.Definition;
        float wanted = leastScore(definition.ScoreThreshold);
        _detector = _models.Detector.CreateDetector(scoreThreshold: isCompared ? wanted : definition.ScoreThreshold);
        Labels = definition.Labels;
        Model = new AlertModel(definition.Name, definition.Version, "sha256:" + definition.Digest);
        return true;
    }

    /// <summary>Finds defects.</summary>
    /// <param name="frame">The part.</param>
    /// <param name="into">Emptied and filled, strongest first.</param>
    public void Find(in FrameView frame, List<Detection> into)
    {
        DetectorTimings timings = default;
        _detector!.Detect(frame, into, ref timings);
    }

    /// <summary>The class of a find.</summary>
    public string LabelOf(in Detection found) => found.ClassId >= 0 && found.ClassId < Labels.Count ? Labels[found.ClassId] : $"class {found.ClassId}";

    /// <summary>Ends an inference that takes too long, from another thread.</summary>
    public void Cancel() => Volatile.Read(ref _detector)?.Cancel();

    /// <inheritdoc/>
    public void Dispose() => Release();

    private void Release()
    {
        _detector?.Dispose();
        _models?.Release();
        (_detector, _models) = (null, null);
    }
}
