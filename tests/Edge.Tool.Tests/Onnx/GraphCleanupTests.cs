using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Onnx;

public sealed class GraphCleanupTests
{
    [Fact]
    public void Apply_SizesComputedAtRunTime_BecomeConstants()
    {
        // As exporters write "flatten": shape -> gather -> concat -> reshape.
        byte[] bytes = new OnnxGraph().Input("x", OnnxType.Float, 1, 3, 4, 4)
            .Integers("zero", [0], 1).Integers("minus", [-1], 1)
            .Node("Shape", ["x"], ["shape"]).Node("Gather", ["shape", "zero"], ["batch"]).Node("Concat", ["batch", "minus"], ["target"], ("axis", 0))
            .Node("Identity", ["x"], ["same"]).Node("Reshape", ["same", "target"], ["y"]).Output("y", OnnxType.Float, 1, 48).ToModel();
        OnnxModel model = TestGraphs.Parse(bytes);

        GraphCleanup.Apply(model);

        NodeProto only = Assert.Single(model.Nodes);
        Assert.Equal("Reshape", only.OpType);
        Assert.Equal("x", only.Input[0]);
        Assert.Equal([1, -1], model.Integers("target"));
        float[] input = TestGraphs.Noise(48, 1);
        Assert.Equal(input, TestGraphs.Run(model, input));
    }

    [Fact]
    public void Apply_InitializerListedAsInput_IsNoInputAnyMore()
    {
        byte[] bytes = new OnnxGraph().Input("x", OnnxType.Float, 2).Input("w", OnnxType.Float, 2).Floats("w", [1, 2], 2)
            .Node("Add", ["x", "w"], ["y"]).Output("y", OnnxType.Float, 2).ToModel();
        OnnxModel model = TestGraphs.Parse(bytes);

        GraphCleanup.Apply(model);

        Assert.Equal(["x"], model.Graph.Input.Select(input => input.Name));
    }

    [Fact]
    public void Apply_OutputIsItsInput_KeepsTheOutputsName()
    {
        OnnxModel model = TestGraphs.Parse(TestModels.Constant([1], [("y", [1f, 2f], [2])]));

        GraphCleanup.Apply(model);

        Assert.Equal(["y"], model.Outputs);
        Assert.Equal([1f, 2f], TestGraphs.Run(model, [0]));
    }

    [Fact]
    public void Apply_NodeThatTakesWhatNobodyMakes_IsRefusedByName()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 1).Node("Add", ["x", "ghost"], ["y"]).Output("y", OnnxType.Float, 1).ToModel());

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => GraphCleanup.Apply(model));

        Assert.Contains("'ghost'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchNormFolding_ConvolutionWithoutBias_GivesTheSame()
    {
        byte[] bytes = new OnnxGraph().Input("x", OnnxType.Float, 1, 2, 5, 5)
            .Floats("w", TestGraphs.Noise(3 * 2 * 9, 1), 3, 2, 3, 3)
            .Floats("g", [1, -2, 0.5f], 3).Floats("h", [0.1f, 0.2f, 0.3f], 3).Floats("m", [0.5f, -0.5f, 0], 3).Floats("v", [1, 2, 0.01f], 3)
            .Node("Conv", ["x", "w"], ["c"], ("kernel_shape", new[] { 3, 3 })).Node("BatchNormalization", ["c", "g", "h", "m", "v"], ["y"], ("epsilon", 1e-3f))
            .Output("y", OnnxType.Float, 1, 3, 3, 3).ToModel();
        OnnxModel model = TestGraphs.Parse(bytes);
        float[] input = TestGraphs.Noise(50, 2);
        float[] before = TestGraphs.Run(model, input);

        int folded = BatchNormFolding.Apply(model);

        Assert.Equal(1, folded);
        Assert.Equal("Conv", Assert.Single(model.Nodes).OpType);
        float[] after = TestGraphs.Run(model, input);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }
}
