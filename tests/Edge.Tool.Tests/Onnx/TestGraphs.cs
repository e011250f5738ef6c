using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Onnx;

/// <summary>Models from bytes, and what they give.</summary>
internal static class TestGraphs
{
    public static OnnxModel Parse(byte[] bytes) => OnnxModel.Parse(new ModelSource("test", "test", bytes));

    /// <summary>The first output of a model of one float input.</summary>
    public static float[] Run(OnnxModel model, float[] input)
    {
        using GraphRunner runner = model.Open(new GraphRunnerOptions());
        using GraphRun run = runner.Run([GraphTensor.Of(runner.Inputs[0].Name, runner.Inputs[0].Sizes, input)]);
        return run.Values<float>(run.Names[0]).ToArray();
    }

    /// <summary>Numbers between -1 and 1, the same for the same seed.</summary>
    public static float[] Noise(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
