using Edge.Contracts.Packs;
using Edge.Vision.Classification;
using Edge.Vision.Decoding;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>
/// A model, checked and ready: one session that all cameras share. Thread safe. Dispose it after everything that was made from it.
/// </summary>
public sealed class VisionModel : IDisposable
{
    private readonly InferenceSession _session;

    private VisionModel(InferenceSession session, ModelGraph graph)
    {
        _session = session;
        Graph = graph;
    }

    /// <summary>Version of this agent's vision, against which packs name the oldest that can run them.</summary>
    public static Version AgentVersion { get; } = typeof(VisionModel).Assembly.GetName().Version ?? new Version(0, 0, 0);

    /// <summary>What it is, with the thresholds that are in force.</summary>
    public required ModelDefinition Definition { get; init; }

    /// <summary>How it was recognised, in words for the log.</summary>
    public required string Explanation { get; init; }

    /// <summary>Execution provider in force: <c>tensorrt</c>, <c>cuda</c> or <c>cpu</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Its outputs for one picture.</summary>
    public required IReadOnlyList<TensorShape> Outputs { get; init; }

    /// <summary>Most detections of one frame.</summary>
    internal int MaximumDetections { get; init; }

    /// <summary>Whether a box gives a detection for each of its classes that scores enough.</summary>
    internal bool AllClasses { get; init; }

    /// <summary>What its session says.</summary>
    internal ModelGraph Graph { get; }

    /// <summary>Opens a pack (folder or zip) or a bare <c>.onnx</c> file; a pack's golden vectors are checked.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel Open(string path, ModelOptions options, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!IsPack(path))
            return Open(ModelSource.FromFile(path), options, logger);
        try
        {
            return Open(PackReader.Open(path, AgentVersion), options, logger);
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Pack, e.Message, e);
        }
    }

    /// <summary>Opens a bare model whose bytes are in memory.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel Open(ModelSource source, ModelOptions options, ILogger logger) =>
        ModelOpening.Open(source, packed: null, options, logger);

    /// <summary>Opens the model of a checked pack, from the bytes that were checked, and tries its golden vectors.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel Open(Pack pack, ModelOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ModelSource source = new(pack.Manifest.Name, $"{pack.Origin}, {pack.Manifest.Model}", pack.File(pack.Manifest.Model));
        return Open(source, PackDefinition.Of(pack, source), pack, pack.Manifest.Golden, options, logger);
    }

    /// <summary>Opens the classifier of crops that a detector's pack carries, and tries its golden vectors; thresholds in <paramref name="options"/> are the detector's.</summary>
    /// <returns>Null when the pack has none.</returns>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel? OpenClassifier(Pack pack, ModelOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(options);
        if (pack.Manifest.Classifier is not { } classifier)
            return null;
        ModelSource source = new(pack.Manifest.Name, $"{pack.Origin}, {classifier.Model}", pack.File(classifier.Model));
        options = options with { ScoreThreshold = null, NmsThreshold = null, Decoder = "", LabelsFile = "" };
        return Open(source, PackDefinition.OfClassifier(pack, classifier, source), pack, classifier.Golden, options, logger);
    }

    /// <summary>A detector for one camera; the caller owns it.</summary>
    /// <param name="time">Clock for the timings; the system's when null.</param>
    /// <param name="scoreThreshold">Least score of a detection, 0 to 1; null is the definition's.</param>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    public Detector CreateDetector(TimeProvider? time = null, float? scoreThreshold = null)
    {
        if (Definition.Task != ModelTask.Detect)
            throw new InvalidOperationException($"model '{Definition.Name}' does not detect; its task is {Definition.Task}");
        IDetectionDecoder decoder = DecoderFactory.Create(Definition.Decoder, Definition.Input.Size, Definition.Labels.Count, AllClasses, Outputs);
        return new Detector(this, Bind(1), decoder, scoreThreshold ?? Definition.ScoreThreshold, time ?? TimeProvider.System);
    }

    /// <summary>A classifier of crops for one camera; the caller owns it.</summary>
    /// <param name="maximumBatch">Most crops in one run, where the model leaves the number open; 1 to 64.</param>
    /// <exception cref="InvalidOperationException">The model is not a classifier.</exception>
    public CropClassifier CreateClassifier(int maximumBatch = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumBatch, 64);
        if (Definition.Task != ModelTask.Classify)
            throw new InvalidOperationException($"model '{Definition.Name}' does not classify; its task is {Definition.Task}");
        return new CropClassifier(this, Graph.Batch > 0 ? Graph.Batch : maximumBatch);
    }

    /// <summary>Whether <paramref name="path"/> names a pack: a folder, or a file called <c>.pack</c> or <c>.zip</c>.</summary>
    public static bool IsPack(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            return true;
        string ending = Path.GetExtension(path);
        return ending.Equals(".pack", StringComparison.OrdinalIgnoreCase) || ending.Equals(".zip", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Frees the session.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>Buffers for <paramref name="batch"/> pictures at once.</summary>
    internal InferenceBinding Bind(int batch) => new(
        _session,
        Graph.InputOf(batch, Definition.Input.Size),
        batch == 1 ? Outputs : [.. Outputs.Select(output => output with { Sizes = [batch, .. output.Sizes.Skip(1)] })]);

    /// <summary>Puts together what was checked.</summary>
    internal static VisionModel Assemble(
        InferenceSession session, ModelGraph graph, ModelDefinition definition, string explanation, string provider, IReadOnlyList<TensorShape> outputs, ModelOptions options) =>
        new(session, graph)
        {
            Definition = definition,
            Explanation = explanation,
            Provider = provider,
            Outputs = outputs,
            MaximumDetections = options.MaximumDetections,
            AllClasses = options.AllClasses,
        };

    private static VisionModel Open(
        ModelSource source, ModelDefinition packed, Pack pack, IReadOnlyList<PackGolden> golden, ModelOptions options, ILogger logger)
    {
        VisionModel model = ModelOpening.Open(source, packed, options, logger);
        try
        {
            // What an anomaly pack's golden vectors say is the map of scores, which its memory is needed for: PatchModel checks them.
            if (packed.Task != ModelTask.Anomaly)
                GoldenVectors.Check(model, pack, golden);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
