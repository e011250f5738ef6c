using Edge.Agent.Capture.Synthetic.Boards;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

public sealed class CopperNetsTests
{
    private readonly CopperLayer _layer = new();
    private readonly CopperNets _nets = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_Boards_AgreesWithAFlood(long seed)
    {
        var maker = new BoardMaker();
        maker.Make(seed, 8);

        AssertAgrees(maker.Made);
    }

    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.5f)]
    [InlineData(0.6f)]
    public void Find_Noise_AgreesWithAFlood(float share)
    {
        var throws = new Throws();
        throws.Begin(4, 1);
        foreach (ref byte pixel in _layer.Pixels)
            pixel = throws.Chance(share) ? CopperLayer.Copper : CopperLayer.Bare;

        AssertAgrees(_layer);
    }

    [Fact]
    public void Find_Chequered_CopperMeetsAtCornersAndBareDoesNot()
    {
        for (int y = 0; y < CopperLayer.Side; y++)
        {
            for (int x = 0; x < CopperLayer.Side; x++)
                _layer.Row(y)[x] = (byte)((x + y) & 1);
        }

        _nets.Find(_layer, CopperLayer.Copper);
        Assert.Equal(1, _nets.Count(1));
        _nets.Find(_layer, CopperLayer.Bare);
        Assert.Equal(CopperLayer.Side * CopperLayer.Side / 2, _nets.Count(1));
    }

    private void AssertAgrees(CopperLayer layer)
    {
        _nets.Find(layer, CopperLayer.Copper);
        Flood flood = Flood.Nets(layer.Pixels);
        Assert.Equal([flood.Count(1), flood.Count(30)], [_nets.Count(1), _nets.Count(30)]);
        var partOf = new Dictionary<int, int>();
        for (int y = 0; y < CopperLayer.Side; y += 7)
        {
            for (int x = 0; x < CopperLayer.Side; x += 5)
            {
                int part = flood.At(x, y);
                int net = _nets.At(x, y);
                Assert.Equal(part == 0, net < 0);
                if (part != 0 && !partOf.TryAdd(net, part))
                    Assert.Equal(partOf[net], part);
            }
        }

        _nets.Find(layer, CopperLayer.Bare);
        Assert.Equal(Flood.Clearings(layer.Pixels).Count(1), _nets.Count(1));
    }
}
