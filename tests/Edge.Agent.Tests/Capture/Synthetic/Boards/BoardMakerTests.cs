using Edge.Agent.Capture.Synthetic.Boards;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

public sealed class BoardMakerTests
{
    private readonly BoardMaker _maker = new();

    [Fact]
    public void Make_SameSeed_SameBoardAndPictureWhateverWasMadeBefore()
    {
        (byte[] first, BoardDefect[] wrong) = Made(7);
        Made(8);
        (byte[] again, BoardDefect[] wrongAgain) = Made(7);

        Assert.Equal(wrong, wrongAgain);
        Assert.True(first.AsSpan().SequenceEqual(again));
    }

    [Fact]
    public void Make_ManySeeds_BoardsDifferAndEveryKindOfDefectFindsPlaces()
    {
        var shares = new HashSet<int>();
        int[] kinds = new int[BoardMaker.Kinds];
        for (long seed = 1000; seed < 1060; seed++)
        {
            _maker.Make(seed, 6);
            int copper = 0;
            foreach (byte pixel in _maker.Design.Pixels)
                copper += pixel;
            shares.Add(copper);
            Assert.InRange(copper, CopperLayer.Side * 20, CopperLayer.Side * (CopperLayer.Side - 20));
            Assert.True(_maker.Defects.Length >= 4, $"board {seed} has room for {_maker.Defects.Length} of 6 defects");
            foreach (BoardDefect defect in _maker.Defects)
                kinds[(int)defect.Kind]++;
        }

        Assert.Equal(60, shares.Count);
        Assert.All(kinds, count => Assert.True(count > 30, $"{count} defects of a kind on 60 boards"));
    }

    [Fact]
    public void Make_NoDefects_IsTheDesign()
    {
        _maker.Make(3, 0);

        Assert.Equal(0, _maker.Defects.Length);
        Assert.True(_maker.Design.Pixels.SequenceEqual(_maker.Made.Pixels));
    }

    [Fact]
    public void TakeMade_AnyBoard_IsAlmostBinaryAndFollowsTheCopperWithinTwoPixels()
    {
        (byte[] picture, _) = Made(12);

        Assert.All(picture, grey => Assert.True(grey is < 40 or > 215));
        for (int y = 3; y < CopperLayer.Side - 3; y++)
        {
            for (int x = 3; x < CopperLayer.Side - 3; x++)
            {
                byte kind = picture[(y * CopperLayer.Side) + x] < 128 ? CopperLayer.Copper : CopperLayer.Bare;
                Assert.True(IsNear(x, y, kind), $"({x}, {y}) has no such pixel around it");
            }
        }
    }

    [Fact]
    public void TakeDesign_SameBoard_EdgesAreRoughInOtherPlaces()
    {
        _maker.Make(5, 0);
        byte[] made = new byte[CopperLayer.Side * CopperLayer.Side];
        byte[] design = new byte[CopperLayer.Side * CopperLayer.Side];
        _maker.TakeMade(5, made);
        _maker.TakeDesign(5, design);

        int differ = made.Zip(design).Count(pair => (pair.First < 128) != (pair.Second < 128));

        Assert.InRange(differ, 100, 40_000);
    }

    [Fact]
    public void Make_SteadyState_AllocatesNothing()
    {
        byte[] picture = new byte[CopperLayer.Side * CopperLayer.Side];
        for (long seed = 0; seed < 30; seed++)
            _maker.Make(seed, 6);
        _maker.TakeMade(0, picture);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long seed = 0; seed < 30; seed++)
        {
            _maker.Make(seed, 6);
            _maker.TakeMade(seed, picture);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private bool IsNear(int x, int y, byte kind)
    {
        for (int dy = -2; dy <= 2; dy++)
        {
            for (int dx = -2; dx <= 2; dx++)
            {
                if (_maker.Made.At(x + dx, y + dy) == kind)
                    return true;
            }
        }

        return false;
    }

    private (byte[] Picture, BoardDefect[] Defects) Made(long seed)
    {
        byte[] picture = new byte[CopperLayer.Side * CopperLayer.Side];
        _maker.Make(seed, 6);
        _maker.TakeMade(seed, picture);
        return (picture, _maker.Defects.ToArray());
    }
}
