using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

/// <summary>Each kind of defect does to a board what its definition says, on sharp boards and in the pictures of them.</summary>
public sealed class DefectPainterTests
{
    private const int Side = CopperLayer.Side;
    private readonly BoardMaker _maker = new();

    [Fact]
    public void Make_ManySeeds_EachDefectDoesToTheBoardWhatItsKindSays()
    {
        int[] seen = new int[BoardMaker.Kinds];
        for (long seed = 1; seed <= 14; seed++)
        {
            _maker.Make(seed, 10);
            Counts without = CountsOf(_maker.Design.Pixels.ToArray());
            foreach (BoardDefect defect in _maker.Defects)
            {
                // Each by itself: an open that a short leads around is an open all the same.
                AssertIs(defect.Kind, without, CountsOf(With(_maker.Design.Pixels, _maker.Made.Pixels, defect.Box)), seed);
                seen[(int)defect.Kind]++;
            }
        }

        Assert.All(seen, count => Assert.True(count >= 12, $"{count} defects of a kind are too few to judge by"));
    }

    [Fact]
    public void TakeMade_ManySeeds_EachDefectIsStillItsKindInThePicture()
    {
        int checkedDefects = 0;
        int astray = 0;
        var camera = new LineCamera();
        var throws = new Throws();
        var single = new CopperLayer();
        byte[] picture = new byte[Side * Side];
        for (long seed = 101; seed <= 110; seed++)
        {
            _maker.Make(seed, 8);
            Counts without = CountsOf(Taken(_maker.Design));
            foreach (BoardDefect defect in _maker.Defects.ToArray())
            {
                single.CopyFrom(_maker.Design);
                single.CopyFrom(_maker.Made, defect.Box);
                checkedDefects++;
                astray += Is(defect.Kind, without, CountsOf(Taken(single))) ? 0 : 1;
            }

            byte[] Taken(CopperLayer layer)
            {
                throws.Begin(seed, 3);
                camera.Take(layer, throws, picture);
                return [.. picture.Select(grey => grey < 128 ? CopperLayer.Copper : CopperLayer.Bare)];
            }
        }

        // A rough edge may make or swallow a crumb at the limit of what counts.
        Assert.True(checkedDefects > 60, $"{checkedDefects} defects are too few to judge by");
        Assert.True(astray <= checkedDefects / 50, $"{astray} of {checkedDefects} defects are another kind in the picture");
    }

    [Fact]
    public void Make_ManySeeds_BoxesHoldEveryChangeWithTheMarginAndNothingElseChanged()
    {
        for (long seed = 200; seed < 260; seed++)
        {
            _maker.Make(seed, 12);
            BoardDefect[] defects = _maker.Defects.ToArray();
            for (int i = 0; i < defects.Length; i++)
            {
                BoxPx box = defects[i].Box;
                Assert.True(box.X >= 0 && box.Y >= 0 && box.Right <= Side && box.Bottom <= Side, $"{box} leaves the picture");
                Assert.Equal(Grown(Changes(box), DefectPainter.Margin), box);
                Assert.All(defects[..i], other => Assert.Equal(0, other.Box.IntersectionArea(box)));
            }

            byte[] repaired = _maker.Made.Pixels.ToArray();
            foreach (BoardDefect defect in defects)
                repaired = With(repaired, _maker.Design.Pixels, defect.Box);
            Assert.True(_maker.Design.Pixels.SequenceEqual(repaired), $"board {seed} is changed outside its boxes");
        }
    }

    [Theory]
    [InlineData(BoardDefectKind.Mousebite, CopperLayer.Bare)]
    [InlineData(BoardDefectKind.Open, CopperLayer.Bare)]
    [InlineData(BoardDefectKind.PinHole, CopperLayer.Bare)]
    [InlineData(BoardDefectKind.Spur, CopperLayer.Copper)]
    [InlineData(BoardDefectKind.Short, CopperLayer.Copper)]
    [InlineData(BoardDefectKind.Copper, CopperLayer.Copper)]
    internal void TryAdd_OneKind_OnlyAddsOrOnlyTakesCopper(BoardDefectKind kind, byte becomes)
    {
        int added = 0;
        for (long seed = 1; seed <= 20; seed++)
        {
            (CopperLayer design, CopperLayer made, DefectPainter painter) = Bare(seed);
            if (!painter.TryAdd(kind))
                continue;
            added++;
            for (int i = 0; i < Side * Side; i++)
                Assert.True(design.Pixels[i] == made.Pixels[i] || made.Pixels[i] == becomes);
        }

        Assert.True(added >= 10, $"{added} of 20 boards had a place for {kind}");
    }

    [Fact]
    public void TryAdd_NoCopperAtAll_OnlyAnIslandFindsAPlace()
    {
        var design = new CopperLayer();
        var throws = new Throws();
        throws.Begin(1, 1);
        var painter = new DefectPainter(design, new CopperLayer(), throws);
        painter.Begin();

        BoardDefectKind[] found = [.. Enum.GetValues<BoardDefectKind>().Where(painter.TryAdd)];

        Assert.Equal([BoardDefectKind.Copper], found);
    }

    private static (CopperLayer Design, CopperLayer Made, DefectPainter Painter) Bare(long seed)
    {
        var design = new CopperLayer();
        var made = new CopperLayer();
        var throws = new Throws();
        throws.Begin(seed, 1);
        BoardArtwork.Draw(new BoardPen(design, throws));
        var painter = new DefectPainter(design, made, throws);
        painter.Begin();
        return (design, made, painter);
    }

    private static byte[] With(ReadOnlySpan<byte> board, ReadOnlySpan<byte> other, BoxPx box)
    {
        byte[] result = board.ToArray();
        for (int y = (int)box.Y; y < (int)box.Bottom; y++)
            other.Slice((y * Side) + (int)box.X, (int)box.Width).CopyTo(result.AsSpan((y * Side) + (int)box.X));
        return result;
    }

    private static Counts CountsOf(byte[] board)
    {
        Flood nets = Flood.Nets(board);
        return new Counts(
            nets.Count(DefectPainter.Crumb), nets.Count(DefectPainter.LeastPart), Flood.Clearings(board).Count(DefectPainter.Crumb), board.Sum(pixel => pixel));
    }

    private static void AssertIs(BoardDefectKind kind, Counts without, Counts with, long seed) =>
        Assert.True(Is(kind, without, with), $"board {seed}: a {kind} made {with} of {without}");

    /// <summary>The definitions of the six kinds.</summary>
    private static bool Is(BoardDefectKind kind, Counts without, Counts with) => kind switch
    {
        BoardDefectKind.Open => with.Parts == without.Parts + 1 && with.Copper < without.Copper,
        BoardDefectKind.Short => with.Nets == without.Nets - 1 && with.Copper > without.Copper,
        BoardDefectKind.Mousebite => with.Nets == without.Nets && with.Clearings == without.Clearings && with.Copper < without.Copper,
        BoardDefectKind.Spur => with.Nets == without.Nets && with.Clearings == without.Clearings && with.Copper > without.Copper,
        BoardDefectKind.Copper => with.Nets == without.Nets + 1 && with.Clearings == without.Clearings && with.Copper > without.Copper,
        _ => with.Nets == without.Nets && with.Clearings == without.Clearings + 1 && with.Copper < without.Copper,
    };

    private static BoxPx Grown(BoxPx box, float by) => new(box.X - by, box.Y - by, box.Width + (2 * by), box.Height + (2 * by));

    private BoxPx Changes(BoxPx box)
    {
        (int left, int top, int right, int bottom) = (Side, Side, 0, 0);
        for (int y = (int)box.Y; y < (int)box.Bottom; y++)
        {
            for (int x = (int)box.X; x < (int)box.Right; x++)
            {
                if (_maker.Made.At(x, y) == _maker.Design.At(x, y))
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
            }
        }

        return BoxPx.FromEdges(left, top, right, bottom);
    }

    private readonly record struct Counts(int Nets, int Parts, int Clearings, int Copper);
}
