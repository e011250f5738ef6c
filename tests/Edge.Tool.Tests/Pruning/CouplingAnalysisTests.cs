using Edge.Tool.Onnx;
using Edge.Tool.Pruning;

namespace Edge.Tool.Tests.Pruning;

public sealed class CouplingAnalysisTests
{
    public static TheoryData<string> Kinds => [.. Bodies.Keys];

    /// <summary>From 8 channels of 8x8 to something with four dimensions.</summary>
    private static readonly Dictionary<string, Func<SmallNet, string, string>> Bodies = new()
    {
        ["convolution"] = (net, x) => net.Unary("Relu", net.Conv(x, 12, 3)),
        ["batch norm after convolution"] = (net, x) => net.Unary("LeakyRelu", net.Norm(net.Conv(x, 12)), ("alpha", 0.1f)),
        ["batch norm alone"] = (net, x) => net.Norm(net.Concat(net.Conv(x, 6), net.Conv(x, 4))),
        ["silu"] = (net, x) => net.Silu(net.Conv(x, 12)),
        ["clip, hard swish, sigmoid"] = (net, x) => net.Unary("Sigmoid", net.Unary("HardSwish", net.Unary("Clip", net.Conv(x, 12)))),
        ["prelu"] = (net, x) => net.WithConstant("PRelu", net.Conv(x, 12)),
        ["constants a channel"] = (net, x) => net.WithConstant("Mul", net.WithConstant("Add", net.Conv(x, 12))),
        ["residual"] = (net, x) => net.Binary("Add", net.Conv(net.Unary("Relu", net.Conv(x, 12, 3)), 8), x),
        ["concat"] = (net, x) => net.Concat(net.Conv(x, 6), net.Conv(x, 10), x),
        ["concat plus"] = (net, x) => net.Binary("Add", net.Concat(net.Conv(x, 6), net.Conv(x, 10)), net.Conv(x, 16)),
        ["split"] = (net, x) => net.Split(net.Conv(x, 12), 4, 8) is [var a, var b] ? net.Concat(net.Conv(a, 6), b) : "",
        ["equal split"] = (net, x) => net.Split(net.Conv(x, 12), 6, 6) is [var a, var b] ? net.Concat(b, net.Unary("Relu", a)) : "",
        ["slice of channels"] = (net, x) => net.Concat(net.Slice(net.Conv(x, 12), 0, 5, 1), net.Slice(net.Conv(x, 12), -4, long.MaxValue, 1)),
        ["slices of the plane"] = (net, x) => net.Concat(net.Slice(net.Conv(x, 6), 0, long.MaxValue, 2, 2), net.Slice(net.Conv(x, 6), 1, long.MaxValue, 2, 2)),
        ["depthwise"] = (net, x) => net.Conv(net.Unary("Relu", net.Conv(net.Conv(x, 12), 12, 3, group: 12)), 8),
        ["depthwise with two outputs each"] = (net, x) => net.Conv(net.Conv(net.Conv(x, 6), 12, 3, group: 6), 8),
        ["grouped"] = (net, x) => net.Conv(net.Conv(net.Conv(x, 12), 8, 3, group: 2), 8),
        ["shuffle"] = (net, x) => net.Shuffle(net.Concat(net.Conv(x, 8), net.Conv(x, 8)), 2),
        ["shuffle net block"] = (net, x) => net.Split(net.Shuffle(net.Concat(net.Conv(x, 8), net.Conv(x, 8)), 2), 8, 8) is [var a, var b]
            ? net.Shuffle(net.Concat(a, net.Conv(net.Conv(net.Conv(b, 8), 8, 3, group: 8), 8)), 2) : "",
        ["pools"] = (net, x) => net.Concat(net.Conv(x, 6), net.MaxPool(net.Conv(x, 6), 3), net.MaxPool(net.Conv(x, 6), 5)),
        ["spatial pyramid"] = (net, x) => net.Conv(x, 6) is var y ? net.Concat(y, net.MaxPool(y, 3), net.MaxPool(y, 5)) : "",
        ["squeeze and excite"] = (net, x) => net.Conv(x, 8) is var y ? net.Binary("Mul", y, net.Unary("Sigmoid", net.Conv(net.Unary("Relu", net.Conv(net.GlobalPool(y), 4)), 8))) : "",
        ["resize by sizes"] = (net, x) => net.Double(net.Conv(x, 6)),
        ["pad"] = (net, x) => net.Pad(net.Conv(x, 6)),
        ["reduce"] = (net, x) => net.Raw("ReduceMax", net.Conv(x, 6), [1, 6, 1, 1], ("axes", new[] { 2, 3 }), ("keepdims", 1)),
        ["there and back by transposing"] = (net, x) => net.Transpose(net.Unary("Relu", net.Transpose(net.Conv(x, 6), 0, 2, 3, 1)), 0, 3, 1, 2),
        ["a product on channels that lie last"] = (net, x) => net.Transpose(net.MatMul(net.Unary("Relu", net.MatMul(net.Transpose(net.Conv(x, 6), 0, 2, 3, 1), 10)), 8), 0, 3, 1, 2),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Slice_ChannelsThatNobodyLooksAt_ChangesNothing(string kind)
    {
        SmallNet net = new(seed: 7);
        string body = Bodies[kind](net, net.Unary("Relu", net.Conv("images", 8, 3)));
        OnnxModel model = net.Build(net.Conv(body, 5));

        for (int seed = 0; seed < 3; seed++)
        {
            (PruneGroups groups, OnnxModel pruned) = DeadChannels.AssertRemovable(model, seed);
            Assert.NotEmpty(groups.Groups);
            Assert.True(pruned.ToBytes().Length < model.ToBytes().Length || seed > 0, "something is gone");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slice_ClassifierWithFlattenedPlane_ChangesNothing(bool isTransposed)
    {
        SmallNet net = new(seed: 2);
        string x = net.Unary("Relu", net.Conv("images", 6, 3));
        OnnxModel model = net.Build(net.Gemm(net.Unary("Relu", net.Gemm(net.Flatten(x), 7, isTransposed)), 4, isTransposed));

        (PruneGroups groups, _) = DeadChannels.AssertRemovable(model, 1);

        Assert.Equal([6, 7], groups.Groups.Select(group => group.Units.Count));
    }

    [Fact]
    public void Slice_FocusOnThePicture_LeavesTheInputAlone()
    {
        SmallNet net = new(seed: 2);
        string rows = net.Concat(net.Slice("images", 0, long.MaxValue, 2, 2), net.Slice("images", 1, long.MaxValue, 2, 2));
        (PruneGroups groups, _) = DeadChannels.AssertRemovable(net.Build(net.Conv(net.Conv(rows, 8, 3), 4)), 1);

        Assert.Equal([8], groups.Groups.Select(group => group.Units.Count));
    }

    [Fact]
    public void Groups_ResidualBlock_TiesWhatIsAdded()
    {
        SmallNet net = new(seed: 2);
        string a = net.Conv("images", 8, name: "a"), b = net.Conv(a, 8, name: "b"), c = net.Conv(net.Binary("Add", a, b), 8, name: "c");
        (_, PruneGroups groups) = DeadChannels.Analyse(net.Build(net.Conv(c, 4, name: "d")));

        PruneGroup residual = Assert.Single(groups.Groups, group => group.Makers.Count == 2);
        Assert.Equal(["Conv_a", "Conv_b"], residual.Makers);
        Assert.Equal(["Conv_b", "Conv_c"], residual.Takers);
        Assert.Single(groups.Groups, group => group.Makers.SequenceEqual(["Conv_c"]));
    }

    [Fact]
    public void Groups_OutputOfTheModel_StaysAndSaysWhy()
    {
        SmallNet net = new(seed: 2);
        (_, PruneGroups groups) = DeadChannels.Analyse(net.Build(net.Conv(net.Conv("images", 8), 4, name: "last")));

        FrozenLayer frozen = Assert.Single(groups.Frozen);
        Assert.Equal(("Conv_last", 4), (frozen.Name, frozen.Channels));
        Assert.Contains("the model's output 'last'", frozen.Reason);
    }

    [Fact]
    public void Groups_OperatorThatIsNotKnown_StaysAndSaysWhich()
    {
        SmallNet net = new(seed: 2);
        string deep = net.Raw("DepthToSpace", net.Conv("images", 8, name: "before"), [1, 2, 16, 16], ("blocksize", 2));
        (_, PruneGroups groups) = DeadChannels.Analyse(net.Build(net.Conv(deep, 4)));

        Assert.Contains(groups.Frozen, layer => layer.Name == "Conv_before" && layer.Reason.Contains("DepthToSpace"));
    }

    [Fact]
    public void Groups_ReshapeThatMixesChannels_StaysAndSaysWhich()
    {
        SmallNet net = new(seed: 2);
        string mixed = net.Reshape(net.Conv("images", 8, name: "before"), 1, 16, 4, 8);
        (_, PruneGroups groups) = DeadChannels.Analyse(net.Build(net.Conv(mixed, 4)));

        Assert.Contains(groups.Frozen, layer => layer.Name == "Conv_before" && layer.Reason.Contains("Reshape"));
    }

    [Fact]
    public void Groups_NodeAskedToBeKept_Stays()
    {
        SmallNet net = new(seed: 2);
        OnnxModel model = net.Build(net.Conv(net.Conv("images", 8, name: "a"), 4));
        (_, PruneGroups groups) = DeadChannels.Analyse(model, "Conv_a");

        Assert.Empty(groups.Groups);
        Assert.Contains(groups.Frozen, layer => layer.Name == "Conv_a" && layer.Reason == "asked to be kept");
    }

    /// <summary>Random networks of all of the above, one behind another and beside one another.</summary>
    [Fact]
    public void Slice_RandomNetworks_ChangesNothing()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            SmallNet net = new(seed);
            string x = net.Conv("images", 8, 3);
            string[] kinds = [.. Bodies.Keys];
            for (int depth = 0; depth < 4; depth++)
            {
                string body = Bodies[kinds[random.Next(kinds.Length)]](net, x);
                // Bodies take eight channels of a plane; now and then what was made before is added.
                string next = net.Conv(body, 8, random.Next(2) == 0 ? 1 : 3);
                x = random.Next(3) == 0 && net.Sizes[next].SequenceEqual(net.Sizes[x]) ? net.Binary("Add", next, x) : net.Unary("Relu", next);
                if (net.Sizes[x][2] < 4)
                    break;
            }

            DeadChannels.AssertRemovable(net.Build(net.Conv(x, 3)), seed);
        }
    }
}
