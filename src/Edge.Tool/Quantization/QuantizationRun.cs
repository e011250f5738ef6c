using System.Security.Cryptography;
using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>
/// The whole way: 1. prepare the graph, 2. calibrate, 3. try what was asked for and keep what helps, 4. find the layers to leave in float,
/// 5. write the model, 6. look at what the runtime makes of it, 7. time it against the float model.
/// </summary>
internal static class QuantizationRun
{
    /// <summary>Pictures on which outputs are compared.</summary>
    private const int ComparedImages = 6;

    /// <summary>Quantizes <paramref name="model"/>.</summary>
    /// <exception cref="ModelRefusedException">It can't be quantized, or a node that shall stay in float doesn't exist.</exception>
    public static (OnnxModel Quantized, QuantizationReport Report) Execute(
        OnnxModel model, ICalibrationSet images, QuantizationRequest request, TimeProvider time, StepReport report)
    {
        OnnxModel prepared = Quantizer.Prepare(model);
        CheckNames(prepared, request.Options);
        if (request.FloatLast)
            request = request with { Options = request.Options with { Excluded = WithLast(prepared, request.Options) } };
        OutputComparison comparison = new(prepared, images.Sample(ComparedImages));
        Quantizer quantizer = Quantizer.Calibrate(prepared, images, request.Options, report);
        double Reached(Quantizer candidate) => comparison.SqnrDb(candidate.Build(request.Options.Excluded));
        List<Trial> trials = [];
        double reached = Reached(quantizer);
        double allQuantized = reached;
        if (request.Equalize)
            quantizer = Keep(quantizer, TryEqualization(quantizer, images, report, out int pairs), "cross-layer equalisation", pairs);
        if (request.CorrectBiases)
            quantizer = Keep(quantizer, quantizer.With(request.Options with { CorrectBiases = true }), "bias correction", quantizer.Layers.Count);

        IReadOnlyList<FloatLayer> left = FloatSelection.Choose(quantizer, comparison, request.Budget, request.Options.Excluded, out IReadOnlyList<LayerSensitivity>? ranking, report);
        HashSet<string> inFloat = [.. request.Options.Excluded, .. left.Select(layer => layer.Name)];
        OnnxModel quantized = quantizer.Build(inFloat, out QuantizationPlan plan);
        Describe(quantized, quantizer.Options, images.Count, left.Count);
        byte[] bytes = quantized.ToBytes();
        GraphTensor input = images.Inputs().First();
        return (quantized, new QuantizationReport
        {
            Model = model.Origin,
            Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Images = images.Count,
            Method = request.Options.Method.ToString().ToLowerInvariant(),
            Activations = request.Options.Activations == ActivationType.UInt8 ? "uint8" : "int8-symmetric",
            Layers = quantizer.Layers.Count,
            FloatLayers = [.. left, .. plan.FloatReasons.Where(reason => left.All(layer => layer.Name != reason.Key)).Select(reason => new FloatLayer(reason.Key, null, reason.Value))],
            Sensitivity = ranking ?? [],
            Trials = trials,
            AllQuantizedDb = allQuantized,
            SqnrDb = comparison.SqnrDb(quantized),
            FloatBytes = model.ToBytes().Length,
            QuantizedBytes = bytes.Length,
            FloatOperators = OptimizedGraph.Count(OptimizedGraph.Of(model)),
            QuantizedOperators = OptimizedGraph.Count(OptimizedGraph.Of(quantized)),
            Times = request.TimingRounds == 0 ? [] : [.. request.TimingThreads.Select(threads => PairedTiming.Measure(model, quantized, input, threads, request.TimingRounds, time))],
        });

        Quantizer Keep(Quantizer before, Quantizer after, string name, int places)
        {
            double improved = places > 0 ? Reached(after) : reached;
            Trial trial = new(name, places, reached, improved);
            trials.Add(trial);
            reached = trial.IsKept ? improved : reached;
            return trial.IsKept ? after : before;
        }
    }

    private static Quantizer TryEqualization(Quantizer quantizer, ICalibrationSet images, StepReport report, out int pairs)
    {
        OnnxModel equalised = quantizer.Float.Clone();
        pairs = ChannelEqualization.Apply(equalised, quantizer.Statistics);
        // The ranges between the layers are others now.
        return pairs == 0 ? quantizer : Quantizer.Calibrate(equalised, images, quantizer.Options, report);
    }

    private static HashSet<string> WithLast(OnnxModel prepared, QuantizationOptions options)
    {
        IReadOnlyList<string> layers = Quantizer.LayersOf(prepared, options);
        LayerNeighbours neighbours = new(prepared, layers);
        return [.. options.Excluded, .. layers.Where(neighbours.IsLast)];
    }

    private static void CheckNames(OnnxModel prepared, QuantizationOptions options)
    {
        HashSet<string> names = [.. prepared.Nodes.Select(node => node.Name)];
        foreach (string unknown in options.Excluded.Where(name => !names.Contains(name)))
            throw new ModelRefusedException($"model '{prepared.Origin}' has no node '{unknown}' to leave in float; 'edgectl model inspect' lists their names");
    }

    private static void Describe(OnnxModel quantized, QuantizationOptions options, int images, int left)
    {
        string text = $"int8 QDQ, {(options.Activations == ActivationType.UInt8 ? "uint8" : "int8-symmetric")} activations, "
            + $"{options.Method.ToString().ToLowerInvariant()} on {images} images, {left} layers in float";
        StringStringEntryProto? entry = quantized.Proto.MetadataProps.FirstOrDefault(property => property.Key == "quantization");
        if (entry is null)
            quantized.Proto.MetadataProps.Add(entry = new StringStringEntryProto { Key = "quantization" });
        entry.Value = text;
    }
}
