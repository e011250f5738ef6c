using Edge.Agent.Configuration;
using Edge.Agent.Hosting;
using Edge.Vision.Inference;

namespace Edge.Agent.Tests.Hosting;

public sealed class ShippedPacksTests
{
    [Theory]
    [InlineData("synthetic:boards", "pcb-inspector")]
    [InlineData("synthetic:boards?rate=30&seed=2", "pcb-inspector")]
    [InlineData("synthetic:street", "street-demo")]
    [InlineData("synthetic:script?events=3", "street-demo")]
    [InlineData("rtsp://cam/1", "street-demo")]
    [InlineData("/films/boards.mp4", "street-demo")]
    [InlineData("v4l2:0 synthetic:boards", "pcb-inspector")]
    [InlineData("synthetic:street synthetic:boards", "street-demo")]
    [InlineData("", "street-demo")]
    public void For_Cameras_TheFirstDrawnOneDecides(string sources, string pack)
    {
        Assert.Equal(pack, ShippedPacks.For(Cameras(sources)));
    }

    [Fact]
    public void PathOf_PackThatIsNotThere_SaysWhereItWasLookedFor()
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => ShippedPacks.PathOf("no-such-pack"));

        Assert.Contains("no-such-pack", e.Message, StringComparison.Ordinal);
        Assert.Contains("EDGE_MODELS", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "synthetic:boards", "", "synthetic:street", true)]
    [InlineData("", "synthetic:boards", "", "synthetic:boards?rate=5", false)]
    [InlineData("my.onnx", "synthetic:boards", "my.onnx", "synthetic:street", false)]
    [InlineData("my.onnx", "synthetic:street", "", "synthetic:street", true)]
    [InlineData("", "rtsp://cam/1", "", "synthetic:street", false)]
    public void MeansAnotherModel_CamerasOrModelChange_OnlyWhatDecidesCounts(string model, string sources, string nextModel, string nextSources, bool expected)
    {
        Assert.Equal(expected, ReloadHandler.MeansAnotherModel(Settings(nextModel, nextSources), Settings(model, sources)));
    }

    private static EdgeSettings Settings(string model, string sources) =>
        new() { Model = new ModelSettings { Path = model }, Cameras = Cameras(sources) };

    private static CameraSettings[] Cameras(string sources) =>
        [.. sources.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((source, i) => new CameraSettings { Id = $"c{i}", Source = source })];
}
