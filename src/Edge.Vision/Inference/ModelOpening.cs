using Edge.Domain.Geometry;
using Edge.Vision.Anomaly;
using Edge.Vision.Classification;
using Edge.Vision.Decoding;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>
/// From bytes to a model: 1. look at the file's structure, 2. open a session, 3. look at its input, 4. run it once, which shows the
/// sizes that the graph left open, 5. find or check its definition, 6. check that the decoder can read its outputs.
/// </summary>
internal static class ModelOpening
{
    /// <summary>Opens <paramref name="source"/> as its pack says (<paramref name="packed"/>), or for null as its shapes say.</summary>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    public static VisionModel Open(ModelSource source, ModelDefinition? packed, ModelOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        CheckOptions(options);
        OnnxFile.Check(source);
        InferenceSession? session = null;
        try
        {
            (session, string provider) = SessionFactory.Open(source, options, logger);
            VisionModel model = Check(source, packed, session, provider, options);
            session = null;
            logger.LogInformation("Model {Model} {Digest} on {Provider}: {Explanation}", model.Definition.Name, source.Digest, provider, model.Explanation);
            return model;
        }
        catch (Exception e) when (e is OnnxRuntimeException or OverflowException or OutOfMemoryException)
        {
            throw new ModelRefusedException($"model '{source.Origin}' can't be used: {e.Message}", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new ModelRefusedException($"ONNX Runtime's native library can't be loaded, so no model can be opened: {e.GetBaseException().Message}", e);
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static VisionModel Check(ModelSource source, ModelDefinition? packed, InferenceSession session, string provider, ModelOptions options)
    {
        ModelGraph graph = ModelGraph.Read(session);
        SizePx input = InputSize(source, graph, packed, options.Input);
        IReadOnlyList<TensorShape> outputs = TryOnce(source, session, graph, input);
        (ModelDefinition definition, string explanation) = packed is null
            ? ModelProfiles.Recognise(source, graph, input, outputs, options)
            : (Fit(packed, graph, source), $"pack {packed.Name} {packed.Version}, decoder '{DecoderNames.Of(packed.Decoder)}', {packed.Labels.Count} classes, input {input}");
        definition = definition with
        {
            ScoreThreshold = options.ScoreThreshold ?? definition.ScoreThreshold,
            NmsThreshold = options.NmsThreshold ?? definition.NmsThreshold,
            Precision = OnnxFile.Precision(source),
        };

        // What an SSD suppresses differs from picture to picture, and so do the sizes of its outputs.
        if (definition.Decoder == DecoderKind.Ssd)
            outputs = graph.Outputs;
        if (definition.Task == ModelTask.Detect)
        {
            if (graph.Batch > 1)
                throw new ModelRefusedException($"model '{source.Origin}' takes {graph.Batch} pictures at once ({graph.Input}); allowed for a detector: 1, or an open number");
            DecoderFactory.Create(definition.Decoder, input, definition.Labels.Count, options.AllClasses, outputs);
        }
        else if (definition.Task == ModelTask.Anomaly)
        {
            PatchFeatures.CheckOutputs(graph, outputs);
        }
        else
        {
            SoftmaxClassifier.CheckOutputs(definition, outputs);
        }

        return VisionModel.Assemble(session, graph, definition, explanation, provider, outputs, options);
    }

    private static SizePx InputSize(ModelSource source, ModelGraph graph, ModelDefinition? packed, InputOverrides? said)
    {
        SizePx own = new(graph.Width, graph.Height);
        if (packed is null)
        {
            own = new SizePx(own.Width > 0 ? own.Width : said?.Width ?? -1, own.Height > 0 ? own.Height : said?.Height ?? -1);
            if ((said?.Width ?? own.Width) != own.Width || (said?.Height ?? own.Height) != own.Height)
                throw new ModelRefusedException($"model '{source.Origin}' takes {graph.Input}; {said!.Width}x{said.Height} is asked for");
            return own is { Width: > 0, Height: > 0 }
                ? own
                : throw new ModelRefusedException($"model '{source.Origin}' leaves the size of its input open ({graph.Input}); make a pack, which says it");
        }

        SizePx wanted = packed.Input.Size;
        if (packed.Input.Channels != graph.Channels)
        {
            throw new ModelRefusedException(
                ModelFault.Shape,
                $"model '{source.Origin}' takes {graph.Input}, {graph.Channels} channel(s); its pack says {packed.Input.Color.ToString().ToLowerInvariant()}, {packed.Input.Channels}");
        }

        if ((own.Width > 0 && own.Width != wanted.Width) || (own.Height > 0 && own.Height != wanted.Height) || packed.Input.Layout != graph.Layout)
            throw new ModelRefusedException(ModelFault.Shape, $"model '{source.Origin}' takes {graph.Input}; its pack says {wanted} {packed.Input.Layout.ToString().ToUpperInvariant()}");
        return wanted;
    }

    /// <summary>The outputs with the sizes that they have for one picture (or for as many as the graph demands).</summary>
    private static TensorShape[] TryOnce(ModelSource source, InferenceSession session, ModelGraph graph, SizePx input)
    {
        try
        {
            using InferenceBinding binding = new(session, graph.InputOf(Math.Max(graph.Batch, 1), input), graph.Outputs);
            binding.Run();
            TensorShape[] outputs = new TensorShape[graph.Outputs.Count];
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] = graph.Outputs[i] with { Sizes = [.. binding.Outputs[i].Sizes] };
            return outputs;
        }
        catch (InvalidOperationException e)
        {
            throw new ModelRefusedException($"model '{source.Origin}' fails on an empty picture of {input}: {e.Message}", e);
        }
    }

    private static ModelDefinition Fit(ModelDefinition packed, ModelGraph graph, ModelSource source)
    {
        InputSpec input = packed.Input with { Type = graph.Type };
        if (input.Type == TensorType.UInt8 && (input.Mean.Any(mean => mean != 0) || input.Scale.Any(scale => scale != 1)))
            throw new ModelRefusedException($"model '{source.Origin}' takes bytes ({graph.Input}); allowed in its pack: mean 0 and scale 1");
        return packed with { Input = input };
    }

    private static void CheckOptions(ModelOptions options)
    {
        if (options.ScoreThreshold is not (null or (>= 0 and <= 1)))
            throw new ModelRefusedException($"the score threshold is {options.ScoreThreshold}; allowed: 0 to 1");
        if (options.NmsThreshold is not (null or (>= 0 and <= 1)))
            throw new ModelRefusedException($"the NMS threshold is {options.NmsThreshold}; allowed: 0 to 1");
        if (options.MaximumDetections is < 1 or > 10_000)
            throw new ModelRefusedException($"at most {options.MaximumDetections} detections are asked for; allowed: 1 to 10000");
    }
}
