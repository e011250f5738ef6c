using System.Runtime.InteropServices;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Draws the frames of a <see cref="BoardLine"/>. The two boards that may be in sight are kept as finished pictures, and the next one is made
/// while one stands: a frame is a copy, but for one in each board's time that takes some 10 ms more. Not thread safe.
/// </summary>
internal sealed unsafe class BoardRenderer(BoardLine line) : ISyntheticRenderer
{
    private const int Side = CopperLayer.Side;
    private const byte Belt = 255;

    private readonly BoardMaker _maker = new();
    private readonly byte[] _grey = new byte[Side * Side];
    private readonly Shown[] _shown = [new(), new()];

    /// <inheritdoc/>
    public void Prepare(SizePx size) => Find(0);

    /// <inheritdoc/>
    public void Draw(in FrameView view, long frame)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(view.Width, Side);
        ArgumentOutOfRangeException.ThrowIfNotEqual(view.Height, Side);
        BoardPlace place = line.At(frame);
        Shown board = Find(place.Board);
        if (place.Stands)
        {
            Copy(board, view, 0);
            // The second frame of a board makes the next: the first shall come at once.
            if (frame > 0 && line.At(frame - 1) == place)
                Find(place.Board + 1);
            return;
        }

        Shown next = Find(place.Board + 1);
        for (int y = 0; y < Side; y++)
            view.Row(y).Fill(Belt);
        Copy(board, view, -place.Moved);
        Copy(next, view, Side + BoardLine.Gap - place.Moved);
    }

    /// <summary>The defects of the board that stands in a frame; none while the line moves.</summary>
    /// <param name="frame">Frame index, from 0.</param>
    /// <param name="defects">Room for <see cref="DefectPainter.MaximumDefects"/>.</param>
    /// <returns>How many were written.</returns>
    public int Truth(long frame, Span<BoardDefect> defects)
    {
        BoardPlace place = line.At(frame);
        if (!place.Stands)
            return 0;
        Shown board = Find(place.Board);
        board.Defects.AsSpan(0, board.Count).CopyTo(defects);
        return board.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Shown shown in _shown)
            shown.Dispose();
    }

    /// <summary>A board's picture: neighbours have different places, so both of a moving pair are kept.</summary>
    private Shown Find(long board)
    {
        Shown shown = _shown[(int)(board & 1)];
        if (shown.Board == board)
            return shown;
        long seed = line.SeedOf(board);
        _maker.Make(seed, line.DefectsOf(board));
        _maker.TakeMade(seed, _grey);
        shown.Take(board, _grey, _maker.Defects);
        return shown;
    }

    private static void Copy(Shown board, in FrameView view, int left)
    {
        int from = Math.Max(0, left);
        int to = Math.Min(Side, left + Side);
        if (to <= from)
            return;
        for (int y = 0; y < Side; y++)
            board.Row(y).Slice((from - left) * 3, (to - from) * 3).CopyTo(view.Row(y)[(from * 3)..]);
    }

    /// <summary>One finished board in the frame's own format.</summary>
    private sealed class Shown : IDisposable
    {
        private byte* _pixels = (byte*)NativeMemory.AlignedAlloc(Side * Side * 3, 64);

        public long Board { get; private set; } = -1;

        public BoardDefect[] Defects { get; } = new BoardDefect[DefectPainter.MaximumDefects];

        public int Count { get; private set; }

        public ReadOnlySpan<byte> Row(int y) => new(_pixels + (y * Side * 3), Side * 3);

        public void Take(long board, ReadOnlySpan<byte> grey, ReadOnlySpan<BoardDefect> defects)
        {
            byte* to = _pixels;
            foreach (byte value in grey)
            {
                (to[0], to[1], to[2]) = (value, value, value);
                to += 3;
            }

            defects.CopyTo(Defects);
            (Board, Count) = (board, defects.Length);
        }

        public void Dispose()
        {
            NativeMemory.AlignedFree(_pixels);
            _pixels = null;
        }
    }
}
