using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Tool.Quantization;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Quantization;

public sealed class QuantizerTests
{
    private static readonly TensorSet Inputs = new(OperatorGraphs.InputSizes, 6);

    [Fact]
    public void Build_Twice_GivesTheSameBytes() =>
        Assert.Equal(Calibrate("residual").Build(new HashSet<string>()).ToBytes(), Calibrate("residual").Build(new HashSet<string>()).ToBytes());

    [Fact]
    public void Build_Model_KeepsNamesAndMetadata()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("pictures", OnnxType.Float, 1, 4, 12, 12).Floats("w", TestGraphs.Noise(16 * 4, 1), 16, 4, 1, 1)
            .Node("Conv", ["pictures", "w"], ["answer"]).Output("answer", OnnxType.Float, 1, 16, 12, 12).ToModel(("names", "{0: 'person'}")));
        TensorSet inputs = new(OperatorGraphs.InputSizes, 2, "pictures");

        OnnxModel quantized = Quantizer.Calibrate(Quantizer.Prepare(model), inputs, new QuantizationOptions(), (_, _, _) => { }).Build(new HashSet<string>());

        Assert.Equal(["pictures"], quantized.Inputs.Select(input => input.Name));
        Assert.Equal(["answer"], quantized.Outputs);
        Assert.Contains(quantized.Proto.MetadataProps, entry => entry.Key == "names" && entry.Value == "{0: 'person'}");
    }

    [Fact]
    public void Build_QuantizedModel_GivesNearlyWhatTheFloatModelGives()
    {
        Quantizer quantizer = Calibrate("residual");

        double decibels = new OutputComparison(quantizer.Float, Inputs).SqnrDb(quantizer.Build(new HashSet<string>()));

        Assert.InRange(decibels, 30, 80);
    }

    [Fact]
    public void Build_ExcludedLayer_StaysInFloat()
    {
        Quantizer quantizer = Calibrate("residual");
        string first = quantizer.Layers[0];

        OnnxModel quantized = quantizer.Build(new HashSet<string> { first });

        NodeProto layer = quantized.Nodes.Single(node => node.Name == first);
        Assert.NotNull(quantized.Initializer(layer.Input[1]));
        Assert.All(quantizer.Layers.Skip(1), name => Assert.Null(quantized.Initializer(quantized.Nodes.Single(node => node.Name == name).Input[1])));
    }

    [Theory]
    [InlineData(false, 127)]
    [InlineData(true, 63)]
    public void Build_Weights_AreSymmetricBytesWithAScaleForEachChannel(bool reduceRange, int limit)
    {
        OnnxModel quantized = Calibrate("convolution", new QuantizationOptions { ReduceRange = reduceRange }).Build(new HashSet<string>());

        foreach (NodeProto convolution in quantized.Nodes.Where(node => node.OpType == "Conv"))
        {
            NodeProto weights = quantized.Producer(convolution.Input[1])!;
            long[] values = quantized.Integers(weights.Input[0]);
            int channels = (int)quantized.Initializer(weights.Input[0])!.Dims[0];
            Assert.Equal(channels, quantized.Floats(weights.Input[1]).Length);
            Assert.Equal(2, weights.Input.Count); // no zero point: it is 0
            Assert.All(values.Chunk(values.Length / channels), channel => Assert.Equal(limit, channel.Max(Math.Abs)));
        }
    }

    [Fact]
    public void Build_Bias_HasTheScaleOfInputTimesWeights()
    {
        OnnxModel quantized = Calibrate("convolution").Build(new HashSet<string>());

        NodeProto convolution = quantized.Nodes.First(node => node.OpType == "Conv");
        float input = quantized.Floats(quantized.Producer(convolution.Input[0])!.Input[1])[0];
        float[] weights = quantized.Floats(quantized.Producer(convolution.Input[1])!.Input[1]);
        Assert.Equal(weights.Select(scale => scale * input), quantized.Floats(quantized.Producer(convolution.Input[2])!.Input[1]));
    }

    [Fact]
    public void Prepare_ModelThatIsQuantizedAlready_IsRefused()
    {
        OnnxModel quantized = Calibrate("convolution").Build(new HashSet<string>());

        Assert.Contains("quantized already", Assert.Throws<ModelRefusedException>(() => Quantizer.Prepare(quantized)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibrate_ModelWithoutLayers_IsRefused()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 1, 4, 12, 12).Node("Relu", ["x"], ["y"]).Output("y", OnnxType.Float, 1, 4, 12, 12).ToModel());

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Quantizer.Calibrate(Quantizer.Prepare(model), Inputs, new QuantizationOptions(), (_, _, _) => { }));

        Assert.Contains("no convolution", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_NumberOfLayers_LeavesTheMostHarmfulInFloat()
    {
        // The channels of the value between differ by a thousand times: one scale for all of them loses the small ones, on which the result depends.
        float[] weights = [.. TestGraphs.Noise(16 * 4, 1).Select((value, i) => i / 4 == 0 ? value * 1000 : value)];
        float[] next = [.. TestGraphs.Noise(16 * 16, 2).Select((value, i) => i % 16 == 0 ? value / 1000 : value)];
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 1, 4, 12, 12)
            .Floats("w", weights, 16, 4, 1, 1).Node("Conv", ["x", "w"], ["c"]).Node("Relu", ["c"], ["r"])
            .Floats("v", next, 16, 16, 1, 1).Node("Conv", ["r", "v"], ["d"]).Node("Relu", ["d"], ["e"])
            .Floats("u", TestGraphs.Noise(16 * 16, 3), 16, 16, 1, 1).Node("Conv", ["e", "u"], ["y"])
            .Output("y", OnnxType.Float, 1, 16, 12, 12).ToModel());
        Quantizer quantizer = Quantizer.Calibrate(Quantizer.Prepare(model), Inputs, new QuantizationOptions(), (_, _, _) => { });
        OutputComparison comparison = new(quantizer.Float, Inputs);

        IReadOnlyList<FloatLayer> left = FloatSelection.Choose(quantizer, comparison, new AccuracyBudget(null, 2), new HashSet<string>(), out _, (_, _, _) => { });

        Assert.Equal(2, left.Count);
        Assert.All(left, layer => Assert.DoesNotContain("Conv_y", layer.Name, StringComparison.Ordinal));
        Assert.Contains(left, layer => layer.Reason.Contains("small channels", StringComparison.Ordinal));
        Assert.InRange(comparison.SqnrDb(quantizer.Build(left.Select(layer => layer.Name).ToHashSet())), 30, 100);
    }

    [Fact]
    public void Choose_BudgetThatIsKeptAnyway_LeavesNothingAndTriesNothing()
    {
        Quantizer quantizer = Calibrate("residual");

        IReadOnlyList<FloatLayer> left = FloatSelection.Choose(
            quantizer, new OutputComparison(quantizer.Float, Inputs), new AccuracyBudget(10, null), new HashSet<string>(), out IReadOnlyList<LayerSensitivity>? ranking, (_, _, _) => { });

        Assert.Empty(left);
        Assert.Null(ranking);
    }

    [Theory]
    [InlineData("20dB", 20.0, null)]
    [InlineData("7.5db", 7.5, null)]
    [InlineData("5", null, 5)]
    public void Budget_DecibelsOrNumber_IsRead(string text, double? decibels, int? layers)
    {
        Assert.True(AccuracyBudget.TryParse(text, out AccuracyBudget budget));
        Assert.Equal(new AccuracyBudget(decibels, layers), budget);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("100dB")]
    [InlineData("much")]
    public void Budget_AnythingElse_IsRefused(string text) => Assert.False(AccuracyBudget.TryParse(text, out _));

    private static Quantizer Calibrate(string graph, QuantizationOptions? options = null) =>
        Quantizer.Calibrate(Quantizer.Prepare(TestGraphs.Parse(OperatorGraphs.Get(graph).Model)), Inputs, options ?? new QuantizationOptions(), (_, _, _) => { });
}
