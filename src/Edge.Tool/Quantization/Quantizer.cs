using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>
/// From a float model to one of integers: 1. clean the graph, upgrade it, fold batch norms; 2. see over the calibration images
/// what each value is; 3. write quantized forms of it, as many as are asked for, with different layers left in float.
/// </summary>
internal sealed class Quantizer
{
    private readonly QuantizationOptions _options;
    private readonly ParameterSearch _parameters;
    private IReadOnlyList<string>? _layers;

    private Quantizer(OnnxModel prepared, QuantizationOptions options, IReadOnlyDictionary<string, ValueStatistics> statistics)
    {
        Float = prepared;
        Statistics = statistics;
        _options = options;
        _parameters = new ParameterSearch(prepared, statistics, options);
    }

    /// <summary>The float model, clean: what the quantized ones stand for.</summary>
    public OnnxModel Float { get; }

    /// <summary>What its values are on the calibration images.</summary>
    public IReadOnlyDictionary<string, ValueStatistics> Statistics { get; }

    /// <summary>Cleans a copy of <paramref name="model"/>, so that it can be calibrated.</summary>
    /// <exception cref="ModelRefusedException">It is quantized already, of too old a format, or broken.</exception>
    public static OnnxModel Prepare(OnnxModel model)
    {
        OnnxModel clean = model.Clone();
        if (clean.Nodes.FirstOrDefault(node => node.OpType is "QuantizeLinear" or "QLinearConv" or "ConvInteger") is { } quantized)
            throw new ModelRefusedException($"model '{model.Origin}' is quantized already ({quantized.OpType} '{quantized.Name}'); allowed: a float model");
        GraphCleanup.Apply(clean);
        OpsetUpgrade.Apply(clean);
        BatchNormFolding.Apply(clean);
        FocusFolding.Apply(clean);
        NearestUpsampling.Apply(clean);
        return clean;
    }

    /// <summary>Calibrates a model that <see cref="Prepare"/> has cleaned.</summary>
    /// <exception cref="ModelRefusedException">Nothing in it can be quantized, or it fails on a picture.</exception>
    public static Quantizer Calibrate(OnnxModel prepared, ICalibrationSet images, QuantizationOptions options, StepReport report)
    {
        QuantizationPlan all = new(prepared, options with { Excluded = new HashSet<string>() });
        if (!prepared.Nodes.Any(node => all.Role(node) == NodeRole.Weighted))
            throw new ModelRefusedException($"model '{prepared.Origin}' has no convolution or matrix product that can be quantized");
        bool needsHistograms = options.Method != CalibrationMethod.MinMax;
        return new Quantizer(prepared, options, Calibrator.Run(prepared, images, [.. all.Values], needsHistograms, report));
    }

    /// <summary>Names of the layers with weights that can be quantized.</summary>
    public IReadOnlyList<string> Layers => _layers ??= LayersOf(Float, _options);

    /// <summary>How this one quantizes.</summary>
    public QuantizationOptions Options => _options;

    /// <summary>The same model and ranges, quantized in another way; what was seen in calibration holds as long as the method does.</summary>
    public Quantizer With(QuantizationOptions options) => new(Float, options, Statistics);

    /// <summary>Names of the layers of a prepared model that can be quantized.</summary>
    public static IReadOnlyList<string> LayersOf(OnnxModel prepared, QuantizationOptions options)
    {
        QuantizationPlan plan = new(prepared, options with { Excluded = new HashSet<string>() });
        return [.. prepared.Nodes.Where(node => plan.Role(node) == NodeRole.Weighted).Select(node => node.Name)];
    }

    /// <summary>The quantized model, with the layers named in <paramref name="excluded"/> in float.</summary>
    public OnnxModel Build(IReadOnlySet<string> excluded) => Build(excluded, out _);

    /// <summary>The same, with the plan that it follows.</summary>
    public OnnxModel Build(IReadOnlySet<string> excluded, out QuantizationPlan plan)
    {
        OnnxModel model = Float.Clone();
        plan = new QuantizationPlan(model, _options with { Excluded = excluded });
        QdqWriter.Write(model, plan, _parameters.Of(plan), Statistics, _options);
        return model;
    }
}
