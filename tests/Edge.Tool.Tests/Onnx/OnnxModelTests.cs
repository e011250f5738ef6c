using Edge.Testing;
using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void Parse_ModelWithFieldsTheToolDoesNotKnow_KeepsThemWhenWritten()
    {
        byte[] bytes = TestModels.ChannelMeans(1, 8);
        // Field 200 of the model, a text: no version of the format that we know has it.
        byte[] withUnknown = [.. bytes, 0xC2, 0x0C, 3, (byte)'a', (byte)'b', (byte)'c'];

        byte[] written = TestGraphs.Parse(withUnknown).ToBytes();

        Assert.Contains("C20C03616263", Convert.ToHexString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ExternalData_IsRefusedByTensorName()
    {
        byte[] bytes = new OnnxGraph().Input("x", OnnxType.Float, 1).External("secret", "/etc/passwd", 1)
            .Node("Add", ["x", "secret"], ["y"]).Output("y", OnnxType.Float, 1).ToModel();

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => TestGraphs.Parse(bytes));

        Assert.Contains("'secret' has its data in another file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TruncatedFile_IsRefusedByName()
    {
        byte[] bytes = TestModels.ChannelMeans(1, 8);

        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => TestGraphs.Parse(bytes[..(bytes.Length / 2)]));

        Assert.Contains("'test'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_ValueTakenByTwoNodes_NamesProducerAndBothConsumers()
    {
        OnnxModel model = TestGraphs.Parse(new OnnxGraph().Input("x", OnnxType.Float, 4)
            .Node("Relu", ["x"], ["a"]).Node("Neg", ["a"], ["b"]).Node("Add", ["a", "b"], ["y"]).Output("y", OnnxType.Float, 4).ToModel());

        Assert.Equal("Relu", model.Producer("a")!.OpType);
        Assert.Equal(["Neg", "Add"], model.Consumers("a").Select(node => node.OpType));
        Assert.True(model.IsOutput("y"));
        Assert.Null(model.Producer("x"));
    }

    [SharedTheory]
    [InlineData("models/yolox_nano_416.onnx", 0.91e6, 0.54e9)]
    [InlineData("models/nanodet_m_416.onnx", 0.95e6, 0.6e9)]
    public void Cost_PublicDetectors_AreAsPublished(string path, double parameters, double macs)
    {
        OnnxModel model = OnnxModel.Load(SharedData.Path(path));
        GraphCleanup.Apply(model);

        GraphCost cost = GraphCost.Of(model, ValueShapes.Infer(model));

        Assert.InRange(cost.Parameters, parameters * 0.9, parameters * 1.1);
        Assert.InRange(cost.Macs, macs * 0.9, macs * 1.1);
    }
}
