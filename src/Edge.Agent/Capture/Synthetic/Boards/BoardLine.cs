namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// An indexed line of boards: each stands under the camera to be inspected, then gives way to the next within a few frames, so fast that
/// nothing on it can be followed from one board to another. Pure arithmetic on frame numbers. The film begins with a board that stands.
/// </summary>
internal sealed class BoardLine : SyntheticFilm
{
    /// <summary>Most boards a minute.</summary>
    public const double MaximumRate = 600;

    /// <summary>Pixels of empty belt between two boards.</summary>
    public const int Gap = 60;

    private const double ShiftSeconds = 0.3;

    private readonly int _defects;
    private readonly double _good;

    /// <summary>A line.</summary>
    /// <param name="seed">Chooses the boards.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="rate">Boards a minute, more than 0; a board gets two frames at least.</param>
    /// <param name="defects">Most defects on a board, 0 to <see cref="DefectPainter.MaximumDefects"/>.</param>
    /// <param name="good">Share of boards without defects, 0 to 1.</param>
    /// <param name="frames">Frames until the end; 0 is endless.</param>
    public BoardLine(long seed, double fps, double rate, int defects, double good, long frames = 0)
        : base(seed, fps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(defects, DefectPainter.MaximumDefects);
        _defects = defects;
        _good = good;
        FrameCount = frames;
        PeriodFrames = Math.Max(2, (int)Math.Round(fps * 60 / rate));
        ShiftFrames = Math.Clamp((int)Math.Round(fps * ShiftSeconds), 1, PeriodFrames / 2);
    }

    /// <inheritdoc/>
    public override long FrameCount { get; }

    /// <summary>Frames from one board to the next.</summary>
    public int PeriodFrames { get; }

    /// <summary>Frames of them in which the line moves.</summary>
    public int ShiftFrames { get; }

    /// <summary>What a frame shows.</summary>
    public BoardPlace At(long frame)
    {
        (long board, long age) = Math.DivRem(frame, PeriodFrames);
        long moving = age - (PeriodFrames - ShiftFrames);
        return moving < 0
            ? new BoardPlace(board, 0)
            : new BoardPlace(board, (int)((moving + 1) * (CopperLayer.Side + Gap) / (ShiftFrames + 1)));
    }

    /// <summary>The seed of a board.</summary>
    public long SeedOf(long board) => (long)(Dice.Bits(Seed, 400, board) >> 1);

    /// <summary>How many defects a board shall have; the first one has some.</summary>
    public int DefectsOf(long board)
    {
        // The first board shows a newcomer what the line is about, unless good boards were asked for.
        bool first = board == 0 && _good < 1;
        if (_defects == 0 || (!first && Dice.Unit(Seed, 401, board) < _good))
            return 0;
        return 1 + Dice.Pick(_defects, Seed, 402, board);
    }
}
