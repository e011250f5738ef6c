using Edge.Testing.Onnx;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Inference;

public sealed class GraphRunnerTests
{
    private static readonly byte[] TwoSteps = new OnnxGraph().Input("x", OnnxType.Float, 2).Input("i", OnnxType.Int64, 2)
        .Node("Relu", ["x"], ["r"]).Node("Neg", ["r"], ["y"]).Node("Add", ["i", "i"], ["j"])
        .Output("y", OnnxType.Float, 2).Output("j", OnnxType.Int64, 2).ToModel();

    [Fact]
    public void Run_SeveralInputsOfSeveralTypes_GivesTheOutputsThatAreAskedFor()
    {
        using GraphRunner runner = GraphRunner.Open("test", TwoSteps);

        using GraphRun run = runner.Run([GraphTensor.Of("x", [2], [-1f, 2f]), GraphTensor.Of("i", [2], [3L, 4L])]);

        Assert.Equal([0f, -2f], run.Values<float>("y").ToArray());
        Assert.Equal([6L, 8L], run.Values<long>("j").ToArray());
        Assert.Equal("j Int64 [2]", run.Shape("j").ToString());
    }

    [Fact]
    public void Values_OfAnotherType_AreRefused()
    {
        using GraphRunner runner = GraphRunner.Open("test", TwoSteps);
        using GraphRun run = runner.Run([GraphTensor.Of("x", [2], [-1f, 2f]), GraphTensor.Of("i", [2], [3L, 4L])], ["y"]);

        Assert.Throws<InvalidOperationException>(() => run.Values<byte>("y").ToArray());
        Assert.Throws<KeyNotFoundException>(() => run.Shape("j"));
    }

    [Fact]
    public void Run_InputOfWrongSize_IsRefusedByModelName()
    {
        using GraphRunner runner = GraphRunner.Open("test", TwoSteps);

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => runner.Run([GraphTensor.Of("x", [3], new float[3]), GraphTensor.Of("i", [2], [3L, 4L])]));

        Assert.Contains("'test'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ExternalData_IsRefused()
    {
        byte[] model = new OnnxGraph().Input("x", OnnxType.Float, 1).External("w", "/etc/passwd", 1).Node("Add", ["x", "w"], ["y"]).Output("y", OnnxType.Float, 1).ToModel();

        Assert.Contains("another file", Assert.Throws<ModelRefusedException>(() => GraphRunner.Open("test", model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FewerValuesThanSizesSay_IsRefused() => Assert.Throws<ArgumentException>(() => GraphTensor.Of("x", [2, 3], new float[5]));
}
