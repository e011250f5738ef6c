using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

public sealed class BoardLineTests : IDisposable
{
    private readonly FramePool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void At_TwentyAMinute_EachStandsMostOfItsThreeSecondsThenMovesOff()
    {
        var line = new BoardLine(1, fps: 10, rate: 20, defects: 4, good: 0.25);

        Assert.Equal((30, 3), (line.PeriodFrames, line.ShiftFrames));
        for (long frame = 0; frame < 300; frame++)
        {
            BoardPlace place = line.At(frame);
            Assert.Equal(frame / 30, place.Board);
            Assert.Equal(frame % 30 < 27, place.Stands);
        }

        Assert.Equal([175, 350, 525], Enumerable.Range(27, 3).Select(frame => line.At(frame).Moved));
    }

    [Theory]
    [InlineData(0.5, 600)]
    [InlineData(240, 1)]
    [InlineData(10, 600)]
    public void At_ExtremeRates_EveryBoardStandsAndMoves(double fps, double rate)
    {
        var line = new BoardLine(1, fps, rate, defects: 4, good: 0.25);

        Assert.InRange(line.ShiftFrames, 1, line.PeriodFrames - 1);
        Assert.True(line.At(0).Stands);
        Assert.False(line.At(line.PeriodFrames - 1).Stands);
        Assert.InRange(line.At(line.PeriodFrames - 1).Moved, 1, CopperLayer.Side + BoardLine.Gap - 1);
    }

    [Fact]
    public void DefectsOf_ManyBoards_SomeGoodMostWithOneToFour()
    {
        var line = new BoardLine(5, 10, 20, defects: 4, good: 0.25);

        int[] counts = [.. Enumerable.Range(0, 400).Select(board => line.DefectsOf(board))];

        Assert.InRange(counts.Count(count => count == 0), 70, 130);
        Assert.All(Enumerable.Range(1, 4), defects => Assert.InRange(counts.Count(count => count == defects), 45, 105));
        Assert.All(Enumerable.Range(0, 20), board => Assert.Equal(0, new BoardLine(5, 10, 20, 0, 0).DefectsOf(board)));
        Assert.All(Enumerable.Range(0, 20), board => Assert.Equal(0, new BoardLine(5, 10, 20, 4, good: 1).DefectsOf(board)));
        Assert.All(Enumerable.Range(0, 20), seed => Assert.True(new BoardLine(seed, 10, 20, 4, good: 0.9).DefectsOf(0) > 0));
    }

    [Fact]
    public void Draw_BoardStands_EveryFrameIsTheSameAndTruthIsWhatTheMakerSays()
    {
        var line = new BoardLine(9, 10, 20, 4, good: 0);
        using var renderer = new BoardRenderer(line);
        var maker = new BoardMaker();
        maker.Make(line.SeedOf(2), line.DefectsOf(2));
        byte[] grey = new byte[CopperLayer.Side * CopperLayer.Side];
        maker.TakeMade(line.SeedOf(2), grey);

        byte[] first = Drawn(renderer, 60);
        byte[] last = Drawn(renderer, 60 + 26);

        Assert.True(first.AsSpan().SequenceEqual(last));
        Assert.True(first.Where((_, at) => at % 3 == 0).SequenceEqual(grey));
        Assert.Equal(maker.Defects.ToArray(), Truth(renderer, 60));
        Assert.NotEmpty(Truth(renderer, 60));
    }

    [Fact]
    public void Draw_LineMoves_OneBoardLeavesAndTheNextFollowsBehindAGap()
    {
        var line = new BoardLine(9, 10, 20, 4, 0.25);
        using var renderer = new BoardRenderer(line);
        byte[] leaves = Drawn(renderer, 0);
        byte[] follows = Drawn(renderer, 30);

        byte[] moving = Drawn(renderer, 28);

        const int Moved = 350;
        for (int y = 0; y < CopperLayer.Side; y += 13)
        {
            Assert.True(Row(moving, y, 0, CopperLayer.Side - Moved).SequenceEqual(Row(leaves, y, Moved, CopperLayer.Side - Moved)));
            int next = CopperLayer.Side + BoardLine.Gap - Moved;
            Assert.True(Row(moving, y, next, CopperLayer.Side - next).SequenceEqual(Row(follows, y, 0, CopperLayer.Side - next)));
            Assert.False(Row(moving, y, CopperLayer.Side - Moved, BoardLine.Gap).ContainsAnyExcept((byte)255));
        }

        Assert.Empty(Truth(renderer, 28));
    }

    [Fact]
    public void Draw_FramesInAnyOrder_SamePixels()
    {
        using var renderer = new BoardRenderer(new BoardLine(3, 10, 20, 4, 0.25));
        byte[] once = Drawn(renderer, 95);
        Drawn(renderer, 310);
        Drawn(renderer, 5);

        Assert.True(once.AsSpan().SequenceEqual(Drawn(renderer, 95)));
    }

    private static Span<byte> Row(byte[] pixels, int y, int x, int width) => pixels.AsSpan(((y * CopperLayer.Side) + x) * 3, width * 3);

    private static BoardDefect[] Truth(BoardRenderer renderer, long frame)
    {
        var defects = new BoardDefect[DefectPainter.MaximumDefects];
        return defects[..renderer.Truth(frame, defects)];
    }

    private byte[] Drawn(BoardRenderer renderer, long index)
    {
        using Frame frame = _pool.Rent(CopperLayer.Side, CopperLayer.Side);
        renderer.Draw(frame.View, index);
        byte[] pixels = new byte[CopperLayer.Side * CopperLayer.Side * 3];
        for (int y = 0; y < CopperLayer.Side; y++)
            frame.View.Row(y).CopyTo(Row(pixels, y, 0, CopperLayer.Side));
        return pixels;
    }
}
