using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Onnx;

/// <summary>Rewritten graphs give what they gave before.</summary>
public sealed class GraphRewritingTests
{
    [Fact]
    public void FocusFolding_FourSlicesAndAConvolution_BecomeOneConvolution()
    {
        OnnxGraph graph = new OnnxGraph().Input("x", OnnxType.Float, 1, 3, 16, 12)
            .Integers("zero", [0], 1).Integers("one", [1], 1).Integers("two", [2], 1).Integers("three", [3], 1).Integers("end", [long.MaxValue], 1);
        foreach ((string name, string row, string column) in new[] { ("a", "zero", "zero"), ("b", "one", "zero"), ("c", "zero", "one"), ("d", "one", "one") })
            graph.Node("Slice", ["x", row, "end", "two", "two"], [name + "_rows"]).Node("Slice", [name + "_rows", column, "end", "three", "two"], [name]);
        OnnxModel model = TestGraphs.Parse(graph.Node("Concat", ["a", "b", "c", "d"], ["stacked"], ("axis", 1))
            .Floats("w", TestGraphs.Noise(8 * 12 * 9, 1), 8, 12, 3, 3).Floats("bias", TestGraphs.Noise(8, 2), 8)
            .Node("Conv", ["stacked", "w", "bias"], ["y"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
            .Output("y", OnnxType.Float, 1, 8, 8, 6).ToModel());

        AssertSame(model, 3 * 16 * 12, () => Assert.Equal(1, FocusFolding.Apply(model)));

        Assert.Equal(["Conv"], model.Nodes.Select(node => node.OpType));
    }

    [Fact]
    public void NearestUpsampling_Twofold_IsStackedAndTheSame()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 1, 5, 3, 4).Floats("scales", [1, 1, 2, 2], 4)
            .Node("Resize", ["x", "", "scales"], ["y"], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))
            .Output("y", OnnxType.Float, 1, 5, 6, 8).ToModel());

        AssertSame(model, 60, () => Assert.Equal(1, NearestUpsampling.Apply(model)));

        Assert.Equal(["Reshape", "Resize", "Reshape"], model.Nodes.Select(node => node.OpType));
    }

    [Fact]
    public void OpsetUpgrade_SplitAndSqueezeOfEleven_AreThoseOfThirteen()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 1, 6, 1)
            .Node("Squeeze", ["x"], ["s"], ("axes", new[] { 2 })).Node("Split", ["s"], ["a", "b"], ("axis", 1), ("split", new[] { 2, 4 })).Node("Concat", ["b", "a"], ["y"], ("axis", 1))
            .Output("y", OnnxType.Float, 1, 6).ToModel());
        model.Proto.OpsetImport[0].Version = 11;

        AssertSame(model, 6, () => OpsetUpgrade.Apply(model));

        Assert.Equal(13, model.Opset);
    }

    [Fact]
    public void OpsetUpgrade_TooOld_IsRefusedWithWhatIsAllowed()
    {
        OnnxModel model = TestGraphs.Parse(TestModels.ChannelMeans(1, 4));
        model.Proto.OpsetImport[0].Version = 7;

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => OpsetUpgrade.Apply(model));

        Assert.Contains("operator set 7; allowed: 9 and newer", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(OnnxModel model, int inputs, Action rewrite)
    {
        float[] input = TestGraphs.Noise(inputs, 9);
        float[] before = TestGraphs.Run(model, input);
        rewrite();
        float[] after = TestGraphs.Run(model, input);
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }
}
