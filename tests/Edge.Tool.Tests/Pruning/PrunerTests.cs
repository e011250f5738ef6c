using Edge.Testing;
using Edge.Tool.Onnx;
using Edge.Tool.Pruning;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Pruning;

public sealed class PrunerTests
{
    private static readonly PruneOptions Quick = new() { Macs = 0.75, Rounds = 1, Scan = false, Ridge = 1e-6, Selection = new SelectionOptions { RoundTo = 4, LeastKept = 0.4 } };

    [Fact]
    public void Run_ChannelsThatAreSumsOfOthers_AreTakenAndMadeUpForExactly()
    {
        SmallNet net = new(seed: 4);
        OnnxModel model = net.Build(net.Conv(net.Conv("images", 8, 3, name: "a"), 6, 1, name: "b"));
        Combine(model, "a_w", "a_b", kept: 4);

        PruneResult result = Prune(model, Quick);

        Assert.Equal(4, Assert.Single(result.Groups).After);
        Assert.True(result.DamageBefore > 0.01, $"cutting alone hurts: {result.DamageBefore}");
        Assert.InRange(result.DamageAfter, 0, 1e-4);
        LayerError layer = Assert.Single(result.Layers);
        Assert.Equal("Conv_b", layer.Name);
        Assert.InRange(layer.After, 0, 1e-4);
    }

    [Fact]
    public void Run_DeeperNetwork_ComesNearerToTheDenseOneByReconstruction()
    {
        OnnxModel model = Deep(seed: 9);

        PruneResult cut = Prune(model, Quick with { Reconstruct = false }), fitted = Prune(model, Quick);

        Assert.Empty(cut.Layers);
        Assert.Equal(cut.DamageBefore, cut.DamageAfter);
        Assert.Equal(cut.Groups.Select(group => group.After), fitted.Groups.Select(group => group.After));
        Assert.True(fitted.DamageAfter < 0.9 * fitted.DamageBefore, $"{fitted.DamageBefore} before, {fitted.DamageAfter} after");
        Assert.All(fitted.Layers, layer => Assert.True(layer.After <= layer.Before + 1e-6, $"{layer.Name}: {layer.Before} before, {layer.After} after"));
    }

    [Fact]
    public void Run_DepthwiseBehindAPrunedLayer_IsFittedToo()
    {
        SmallNet net = new(seed: 12);
        string x = net.Silu(net.Conv(net.Unary("Relu", net.Conv("images", 16, 3)), 12, name: "middle"));
        OnnxModel model = net.Build(net.Conv(net.Conv(x, 12, 3, group: 12, name: "depthwise"), 5));

        PruneResult result = Prune(model, Quick with { Keep = ["Conv_middle"] });

        Assert.Equal(["Conv_middle", "Conv_depthwise"], result.Layers.Take(2).Select(layer => layer.Name));
        Assert.All(result.Layers, layer => Assert.True(layer.After <= layer.Before + 1e-6, $"{layer.Name}: {layer.Before} before, {layer.After} after"));
        Assert.True(result.DamageAfter < result.DamageBefore);
    }

    [Theory]
    [InlineData(0.9, 4)]
    [InlineData(0.7, 4)]
    [InlineData(0.6, 1)]
    [InlineData(0.6, 8)]
    public void Run_TargetOfMacs_IsReachedByMultiplesWithinOneStep(double macs, int roundTo)
    {
        PruneResult result = Prune(Deep(seed: 3), Quick with { Macs = macs, Reconstruct = false, Selection = new SelectionOptions { RoundTo = roundTo, LeastKept = 0.2 } });

        double left = (double)result.After.Macs / result.Before.Macs;
        Assert.InRange(left, macs - (0.02 * roundTo) - 0.02, macs);
        Assert.All(result.Groups.Where(group => group.After < group.Before), group => Assert.Equal(0, group.After % roundTo));
        Assert.True(result.After.Parameters < result.Before.Parameters && result.After.SizeBytes < result.Before.SizeBytes);
        Assert.Equal(Outputs(Deep(seed: 3)), Outputs(result.Model));
    }

    [Theory]
    [InlineData("magnitude")]
    [InlineData("activation")]
    [InlineData("reconstruction")]
    public void Run_ChannelsThatHardlyDoAnything_GoFirst(string importanceName)
    {
        Importance importance = PruneArguments.Read(0.8, null, null, importanceName, isContradictory: false).Importance;
        SmallNet net = new(seed: 6);
        OnnxModel model = net.Build(net.Conv(net.Unary("Relu", net.Conv("images", 8, 3, name: "a")), 6, 1, name: "b"));
        float[] weights = model.Floats("a_w"), bias = model.Floats("a_b");
        foreach (int weak in new[] { 1, 2, 5, 6 })
        {
            weights.AsSpan(weak * 27, 27).Clear();
            bias[weak] = 0;
        }

        model.SetInitializer(TensorValues.Of("a_w", weights, 8, 3, 3, 3));
        model.SetInitializer(TensorValues.Of("a_b", bias, 8));

        PruneResult result = Prune(model, Quick with { Importance = importance, Reconstruct = false });

        Assert.Equal(4, Assert.Single(result.Groups).After);
        Assert.InRange(result.DamageAfter, 0, 1e-9);
    }

    [Fact]
    public void Run_TwoRounds_ReachesTheTargetOfTheWhole()
    {
        PruneResult result = Prune(Deep(seed: 3), Quick with { Macs = 0.6, Rounds = 2, Selection = new SelectionOptions { RoundTo = 1, LeastKept = 0.1 } });

        Assert.InRange((double)result.After.Macs / result.Before.Macs, 0.55, 0.6);
        Assert.All(result.Groups, group => Assert.InRange(group.After, 1, group.Before));
        Assert.Equal(result.After.Macs, GraphCost.Of(result.Cut, ValueShapes.Infer(result.Cut)).Macs);
        Assert.NotEqual(result.Cut.ToBytes(), result.Model.ToBytes());
    }

    [Fact]
    public void Run_SmallScalesOfBatchNorms_GoFirst()
    {
        SmallNet net = new(seed: 6);
        OnnxModel model = net.Build(net.Conv(net.Unary("Relu", net.Norm(net.Conv("images", 8, 3))), 6));
        // The norm is the second node made.
        model.SetInitializer(TensorValues.Of("norm1_s", (ReadOnlySpan<float>)[1, 0, 0, 1, 1, 0, 0, 1], 8));
        model.SetInitializer(TensorValues.Of("norm1_h", new float[8], 8));

        PruneResult result = Prune(model, Quick with { Importance = Importance.BnScale, Reconstruct = false });

        Assert.Equal(4, Assert.Single(result.Groups).After);
        Assert.InRange(result.DamageAfter, 0, 1e-9);
    }

    [Fact]
    public void Run_ScalesOfBatchNormsThatAreNotThere_IsRefused()
    {
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Prune(Deep(seed: 3), Quick with { Importance = Importance.BnScale }));
        Assert.Contains("has no batch norms", refused.Message);
    }

    [Fact]
    public void Run_GroupThatTheOutputDoesNotNeed_IsFoundByTheScan()
    {
        // Two branches are added; the second hardly counts, though by itself each loses the same.
        SmallNet net = new(seed: 8);
        string strong = net.Conv(net.Unary("Relu", net.Conv("images", 8, 3, name: "strong")), 4, name: "strong_end");
        string weak = net.Conv(net.Unary("Relu", net.Conv("images", 8, 3, name: "weak")), 4, name: "weak_end");
        OnnxModel model = net.Build(net.Binary("Add", strong, weak));
        model.SetInitializer(TensorValues.Of("weak_end_w", [.. model.Floats("weak_end_w").Select(weight => weight * 0.01f)], 4, 8, 1, 1));

        PruneResult result = Prune(model, Quick with { Macs = 0.8, Scan = true, ScanPictures = 2, Selection = new SelectionOptions { RoundTo = 1, LeastKept = 0.2 } });

        Assert.Equal(8, result.Groups.Single(group => group.Group.Name == "Conv_strong").After);
        Assert.True(result.Groups.Single(group => group.Group.Name == "Conv_weak").After < 8);
    }

    [Fact]
    public void Run_TargetOfTimeThatAnythingMeets_TakesAsLittleAsItCanAndSaysTheTimes()
    {
        PruneResult result = Prune(Deep(seed: 3), Quick with { Macs = null, Latency = new LatencyTarget(0, 1e6), Reconstruct = false });

        Assert.InRange((double)result.After.Macs / result.Before.Macs, 0.8, 0.999);
        Assert.True(result.Latency is { DenseMs: > 0, PrunedMs: > 0 });
    }

    [Fact]
    public void Run_TargetOfTimeThatNothingMeets_IsRefusedWithWhatWasMeasured()
    {
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Prune(Deep(seed: 3), Quick with { Macs = null, Latency = new LatencyTarget(1e-9, 0) }));
        Assert.Contains("of its time; the least measured is", refused.Message);
    }

    [Fact]
    public void Run_TargetThatCannotBeReached_IsRefusedWithWhatStays()
    {
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Prune(Deep(seed: 3), Quick with { Macs = 0.05 }));
        Assert.Contains("can't be brought to 0.050", refused.Message);
        Assert.Contains("the model's output", refused.Message);
    }

    [Fact]
    public void Run_ModelWithNothingToPrune_IsRefusedWithTheReasons()
    {
        SmallNet net = new(seed: 1);
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Prune(net.Build(net.Conv("images", 4)), Quick));
        Assert.Contains("nothing can be pruned", refused.Message);
    }

    [Fact]
    public void Run_NodeToKeepThatIsNotThere_IsRefused()
    {
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => Prune(Deep(seed: 3), Quick with { Keep = ["Conv_none"] }));
        Assert.Contains("'Conv_none'", refused.Message);
    }

    [Fact]
    public void Run_SameModelTwice_GivesTheSameBytes() =>
        Assert.Equal(Prune(Deep(seed: 5), Quick).Model.ToBytes(), Prune(Deep(seed: 5), Quick).Model.ToBytes());

    [SharedTheory]
    [InlineData("yolox_nano_416", 0.8)]
    [InlineData("nanodet_m_416", 0.8)]
    public void Run_PublicDetector_StaysADetectorAtTheTarget(string name, double macs)
    {
        OnnxModel model = OnnxModel.Load(SharedData.Path($"models/{name}.onnx"));

        PruneResult result = Prune(model, new PruneOptions { Macs = macs, Rounds = 1, Scan = false, Reconstruct = false }, pictures: 1);

        Assert.InRange((double)result.After.Macs / result.Before.Macs, macs - 0.01, macs);
        Assert.Equal(Outputs(model), Outputs(result.Model));
        Assert.Contains(result.Frozen, layer => layer.Reason.Contains("the model's output"));
        using VisionModel opened = VisionModel.Open(new ModelSource(name, name, result.Model.ToBytes()), new ModelOptions { Providers = ["cpu"], Threads = 1 }, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using Detector detector = opened.CreateDetector();
    }

    /// <summary>A network with a bottleneck, a depthwise convolution and a residual.</summary>
    private static OnnxModel Deep(int seed)
    {
        SmallNet net = new(seed);
        string x = net.Unary("Relu", net.Conv("images", 16, 3));
        string y = net.Silu(net.Conv(net.Unary("Relu", net.Conv(net.Silu(net.Conv(x, 24)), 24, 3, group: 24, name: "depthwise")), 16));
        return net.Build(net.Conv(net.Unary("Relu", net.Conv(net.Binary("Add", x, y), 16, 3)), 5, name: "last"));
    }

    private static PruneResult Prune(OnnxModel model, PruneOptions options, int pictures = 12)
    {
        int[] sizes = [.. ValueShapes.ZeroInputs(model)[0].Sizes];
        int count = sizes.Aggregate(1, (product, size) => product * size);
        GraphTensor[] inputs = [.. Enumerable.Range(0, pictures).Select(i => GraphTensor.Of(model.Inputs[0].Name, sizes, TestGraphs.Noise(count, 100 + i)))];
        CalibrationSet set = new(pictures, () => inputs);
        return new Pruner(options, set, (_, _, _) => { }).Run(model, dense => new OutputDamage(dense, set.Take(options.ScanPictures)));
    }

    /// <summary>Makes the later filters of a convolution random sums of the first ones.</summary>
    private static void Combine(OnnxModel model, string weight, string bias, int kept)
    {
        float[] weights = model.Floats(weight), biases = model.Floats(bias);
        int filter = weights.Length / biases.Length;
        Random random = new(1);
        for (int output = kept; output < biases.Length; output++)
        {
            float[] parts = [.. Enumerable.Range(0, kept).Select(_ => (float)random.NextDouble() - 0.5f)];
            for (int i = 0; i < filter; i++)
                weights[(output * filter) + i] = Enumerable.Range(0, kept).Sum(part => parts[part] * weights[(part * filter) + i]);
        }

        model.SetInitializer(TensorValues.Of(weight, weights, [.. model.Initializer(weight)!.Dims]));
    }

    private static string[] Outputs(OnnxModel model)
    {
        ValueShapes shapes = ValueShapes.Infer(model);
        return [.. model.Outputs.Select(output => shapes[output].ToString())];
    }
}
