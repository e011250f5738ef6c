using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Tool.Quantization;
using Edge.Tool.Tests.Onnx;

namespace Edge.Tool.Tests.Quantization;

public sealed class ChannelEqualizationTests
{
    private static readonly TensorSet Inputs = new(OperatorGraphs.InputSizes, 4);

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    public void Apply_ChannelsOfVeryDifferentSize_KeepsTheModelAndImprovesItsQuantization(string activation)
    {
        OnnxModel model = Quantizer.Prepare(TestGraphs.Parse(Uneven(activation)));
        OutputComparison comparison = new(model, Inputs);
        Quantizer before = Calibrate(model);
        OnnxModel equalised = model.Clone();

        int pairs = ChannelEqualization.Apply(equalised, before.Statistics);

        Assert.Equal(1, pairs);
        Assert.InRange(comparison.SqnrDb(equalised), 100, double.PositiveInfinity);
        double without = comparison.SqnrDb(before.Build(new HashSet<string>()));
        double with = comparison.SqnrDb(Calibrate(equalised).Build(new HashSet<string>()));
        Assert.True(with > without + 6, $"{without} dB before, {with} dB after");
    }

    [Fact]
    public void Apply_SigmoidBetween_ChangesNothing()
    {
        OnnxModel model = Quantizer.Prepare(TestGraphs.Parse(Uneven("Sigmoid")));

        Assert.Equal(0, ChannelEqualization.Apply(model, Calibrate(model).Statistics));
    }

    private static Quantizer Calibrate(OnnxModel model) => Quantizer.Calibrate(model, Inputs, new QuantizationOptions(), (_, _, _) => { });

    private static byte[] Uneven(string activation)
    {
        float[] weights = [.. TestGraphs.Noise(16 * 4, 1).Select((value, i) => value * MathF.Pow(2, (i / 4 % 9) - 4))];
        float[] next = [.. TestGraphs.Noise(16 * 16, 2).Select((value, i) => value * MathF.Pow(2, 4 - (i % 16 % 9)))];
        return new OnnxGraph().Input("x", OnnxType.Float, 1, 4, 12, 12)
            .Floats("w", weights, 16, 4, 1, 1).Floats("b", TestGraphs.Noise(16, 5), 16).Node("Conv", ["x", "w", "b"], ["c"]).Node(activation, ["c"], ["r"])
            .Floats("v", next, 16, 16, 1, 1).Node("Conv", ["r", "v"], ["y"])
            .Output("y", OnnxType.Float, 1, 16, 12, 12).ToModel();
    }
}
