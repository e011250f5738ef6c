using Edge.Tool.Onnx;
using Edge.Tool.Pruning;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Pruning;

public sealed class StagedRunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_StageByStage_GivesWhatTheWholeGraphGives(bool isKeeping)
    {
        SmallNet net = new(seed: 3);
        string a = net.Conv("images", 6, 3), b = net.Unary("Relu", a), c = net.Conv(b, 6), d = net.Binary("Add", c, b), e = net.Conv(net.Concat(d, a), 4);
        OnnxModel model = DeadChannels.Analyse(net.Build(e)).Graph.Model;
        GraphTensor[] inputs = [.. Enumerable.Range(0, 3).Select(i => GraphTensor.Of("images", [1, 3, 8, 8], TestGraphs.Noise(192, i)))];
        CalibrationSet pictures = new(3, () => inputs);
        // A convolution begins a stage.
        Dictionary<string, int> stages = [];
        int stage = -1;
        foreach (NodeProto node in model.Nodes)
            stages[node.Name] = stage += node.OpType == "Conv" ? 1 : 0;
        StagedRun run = new(stages, pictures, isKeeping);

        string[] wanted = [a, c, e];
        using GraphRunner whole = model.Open(new GraphRunnerOptions(), wanted);
        for (int i = 0; i < wanted.Length; i++)
        {
            float[][] staged = [.. run.Run(model, i, [wanted[i]]).Select(picture => picture.Values<float>(wanted[i]).ToArray())];
            Assert.Equal(3, staged.Length);
            for (int picture = 0; picture < 3; picture++)
            {
                using GraphRun expected = whole.Run([inputs[picture]], [wanted[i]]);
                Assert.All(expected.Values<float>(wanted[i]).ToArray().Zip(staged[picture]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            }
        }
    }

    [Fact]
    public void BytesToKeep_ValuesThatCrossStages_AreCountedForEachPicture()
    {
        SmallNet net = new(seed: 3);
        string a = net.Conv("images", 6, 3);
        OnnxModel model = DeadChannels.Analyse(net.Build(net.Conv(a, 4))).Graph.Model;
        Dictionary<string, int> stages = new() { [model.Nodes[0].Name] = 0, [model.Nodes[1].Name] = 1 };

        Assert.Equal(6 * 8 * 8 * sizeof(float) * 5, StagedRun.BytesToKeep(model, ValueShapes.Infer(model), stages, 5));
    }
}
