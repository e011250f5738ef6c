using Edge.Domain.Geometry;
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

    private VisionModel(InferenceSession session, string provider, ModelGraph graph, ModelDefinition definition, string explanation, IReadOnlyList<TensorShape> outputs, ModelOptions options)
    {
        _session = session;
        Provider = provider;
        Graph = graph;
        Definition = definition;
        Explanation = explanation;
        Outputs = outputs;
        MaximumDetections = options.MaximumDetections;
    }

    /// <summary>What it is, with the thresholds that are in force.</summary>
    public ModelDefinition Definition { get; }

    /// <summary>How it was recognised, in words for the log.</summary>
    public string Explanation { get; }

    /// <summary>Execution provider in force: <c>tensorrt</c>, <c>cuda</c> or <c>cpu</c>.</summary>
    public string Provider { get; }

    /// <summary>Its outputs for one picture.</summary>
    public IReadOnlyList<TensorShape> Outputs { get; }

    internal ModelGraph Graph { get; }

    internal int MaximumDetections { get; }

    /// <summary>Opens a bare <c>.onnx</c> file.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel Open(string path, ModelOptions options, ILogger logger) =>
        Open(ModelSource.FromFile(path), options, logger);

    /// <summary>Opens a model whose bytes are in memory.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static VisionModel Open(ModelSource source, ModelOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        InferenceSession? session = null;
        try
        {
            (session, string provider) = SessionFactory.Open(source, options, logger);
            VisionModel model = Check(source, session, provider, options);
            logger.LogInformation("Model {Model} ({Digest}) on {Provider}: {Explanation}", model.Definition.Name, source.Digest, provider, model.Explanation);
            session = null;
            return model;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelRefusedException($"model '{source.Origin}' can't be used: {e.Message}", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new ModelRefusedException($"ONNX Runtime's native library can't be loaded, so no model can be opened: {e.GetBaseException().Message}", e);
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>A detector for one camera; the caller owns it.</summary>
    /// <param name="time">Clock for the timings; the system's when null.</param>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    public Detector CreateDetector(TimeProvider? time = null)
    {
        if (Definition.Task != ModelTask.Detect)
            throw new InvalidOperationException($"model '{Definition.Name}' is a classifier, not a detector");
        SizePx input = Definition.Input.Size;
        IDetectionDecoder decoder = DecoderFactory.Create(Definition.Decoder, input, Definition.Labels.Count, Outputs);
        return new Detector(this, Bind(1), decoder, time ?? TimeProvider.System);
    }

    /// <summary>Frees the session.</summary>
    public void Dispose() => _session.Dispose();

    internal InferenceBinding Bind(int batch) => new(_session, Graph.InputOf(batch, Definition.Input.Size), Outputs);

    private static VisionModel Check(ModelSource source, InferenceSession session, string provider, ModelOptions options)
    {
        ModelGraph graph = ModelGraph.Read(session);
        SizePx input = new(graph.Width, graph.Height);
        IReadOnlyList<TensorShape> outputs = graph.Outputs;
        (ModelDefinition definition, string explanation) = ModelProfiles.Recognise(source, graph, input, outputs, options.Decoder, userLabels: null);
        definition = definition with
        {
            ScoreThreshold = options.ScoreThreshold ?? definition.ScoreThreshold,
            NmsThreshold = options.NmsThreshold ?? definition.NmsThreshold,
        };
        if (definition.Task == ModelTask.Detect)
            DecoderFactory.Create(definition.Decoder, input, definition.Labels.Count, outputs);
        return new VisionModel(session, provider, graph, definition, explanation, outputs, options);
    }
}
