using Edge.Testing;
using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Tool.Quantization;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Tests.Quantization;

/// <summary>Quantized outputs agree with a plain reference, layer by layer, within one quantization step.</summary>
public sealed class QuantizedLayersTests
{
    private const int AllElements = int.MaxValue;

    [Theory]
    [InlineData("convolution")]
    [InlineData("relu")]
    [InlineData("clip")]
    [InlineData("depthwise")]
    [InlineData("leaky")]
    [InlineData("silu")]
    [InlineData("sigmoid")]
    [InlineData("residual")]
    [InlineData("concat")]
    [InlineData("maxpool")]
    [InlineData("averagepool")]
    [InlineData("globalaveragepool")]
    [InlineData("nearest")]
    [InlineData("slice")]
    [InlineData("split")]
    [InlineData("transpose")]
    [InlineData("gemm")]
    [InlineData("matmul")]
    public void EachLayer_OfEveryOperator_IsWithinOneStepOfRealArithmetic(string name)
    {
        (byte[] bytes, string fused) = OperatorGraphs.Get(name);
        TensorSet inputs = new(OperatorGraphs.InputSizes, 4);
        OnnxModel quantized = Quantize(bytes, inputs, new QuantizationOptions { Method = CalibrationMethod.MinMax });

        LayerReference reference = new(quantized);
        IReadOnlyList<string> differences = reference.Differences(inputs.Inputs().First(), AllElements);

        Assert.Empty(differences);
        Assert.InRange(reference.Layers, 2, 100);
        Dictionary<string, int> operators = new(OptimizedGraph.Count(OptimizedGraph.Of(quantized)), StringComparer.Ordinal);
        Assert.Contains(fused, operators.Keys);
        Assert.DoesNotContain("Conv", operators.Keys);
        Assert.DoesNotContain("FusedConv", operators.Keys);
        Assert.Equal(1, operators["QuantizeLinear"]);
        Assert.True(operators.GetValueOrDefault("DequantizeLinear") <= 1, $"bytes are made floats inside: {string.Join(" ", operators)}");
    }

    [Theory]
    [InlineData("convolution")]
    [InlineData("residual")]
    [InlineData("silu")]
    public void EachLayer_OfSymmetricActivations_IsWithinOneStepOfRealArithmetic(string name)
    {
        (byte[] bytes, _) = OperatorGraphs.Get(name);
        TensorSet inputs = new(OperatorGraphs.InputSizes, 4);
        OnnxModel quantized = Quantize(bytes, inputs, new QuantizationOptions { Activations = ActivationType.Int8Symmetric });

        Assert.Empty(new LayerReference(quantized).Differences(inputs.Inputs().First(), AllElements));
        Assert.All(
            quantized.Nodes.Where(node => node.OpType is "QuantizeLinear" or "DequantizeLinear" && node.Input.Count > 2),
            node => Assert.All(quantized.Integers(node.Input[2]), zero => Assert.Equal(0, zero)));
    }

    [SharedTheory]
    [InlineData("models/yolox_nano_416.onnx")]
    [InlineData("models/nanodet_m_416.onnx")]
    public void EachLayer_OfPublicDetectors_IsWithinOneStepOfRealArithmetic(string path)
    {
        string file = SharedData.Path(path);
        OnnxModel prepared = Quantizer.Prepare(OnnxModel.Load(file));
        using VisionModel opened = VisionModel.Open(file, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        CalibrationImages images = CalibrationImages.Open(SharedData.Path("data/coco128"), 2, opened.Definition.Input, prepared.Inputs[0].Name);
        Quantizer quantizer = Quantizer.Calibrate(prepared, images, new QuantizationOptions(), (_, _, _) => { });

        LayerReference reference = new(quantizer.Build(new HashSet<string>()));
        IReadOnlyList<string> differences = reference.Differences(images.Inputs().Last(), 1500);

        Assert.Empty(differences);
        Assert.InRange(reference.Layers, quantizer.Layers.Count, 1000);
    }

    private static OnnxModel Quantize(byte[] bytes, TensorSet inputs, QuantizationOptions options) =>
        Quantizer.Calibrate(Quantizer.Prepare(TestGraphs.Parse(bytes)), inputs, options, (_, _, _) => { }).Build(new HashSet<string>());
}
