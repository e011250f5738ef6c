namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Makes boards, one at a time, each a pure function of its seed: the design, the defects, and the pictures that a line camera takes of both.
/// Some 10 ms a board; allocates nothing after its construction. Not thread safe.
/// </summary>
internal sealed class BoardMaker
{
    /// <summary>The defect kinds.</summary>
    public const int Kinds = 6;

    private readonly Throws _throws = new();
    private readonly LineCamera _camera = new();
    private readonly BoardPen _pen;
    private readonly DefectPainter _painter;

    public BoardMaker()
    {
        _pen = new BoardPen(Design, _throws);
        _painter = new DefectPainter(Design, Made, _throws);
    }

    /// <summary>The board as designed, with sharp edges.</summary>
    public CopperLayer Design { get; } = new();

    /// <summary>The board as made, with its defects, with sharp edges.</summary>
    public CopperLayer Made { get; } = new();

    /// <summary>What is wrong with the board.</summary>
    public ReadOnlySpan<BoardDefect> Defects => _painter.Defects;

    /// <summary>Makes a board; what was there before is gone.</summary>
    /// <param name="seed">Chooses everything.</param>
    /// <param name="defects">Defects to put on it, 0 to <see cref="DefectPainter.MaximumDefects"/>; kinds take turns from a random one, and
    /// one that finds no place leaves its turn to the next.</param>
    public void Make(long seed, int defects) => Make(seed, defects, seed);

    /// <summary>Makes one of several boards of the same design; what was there before is gone.</summary>
    /// <param name="seed">Chooses the design.</param>
    /// <param name="defects">Defects to put on it, 0 to <see cref="DefectPainter.MaximumDefects"/>.</param>
    /// <param name="defectSeed">Chooses the defects.</param>
    public void Make(long seed, int defects, long defectSeed)
    {
        _throws.Begin(seed, 1);
        BoardArtwork.Draw(_pen);
        _throws.Begin(defectSeed, 2);
        _painter.Begin();
        int turn = _throws.Pick(Kinds);
        // Steps of 1 or 5 pass by every kind once in six.
        int step = _throws.Chance(0.5f) ? 1 : 5;
        for (int failed = 0; _painter.Count < defects && failed < Kinds; turn += step)
            failed = _painter.TryAdd((BoardDefectKind)(turn % Kinds)) ? 0 : failed + 1;
    }

    /// <summary>Takes the picture of the board.</summary>
    /// <param name="seed">The board's seed.</param>
    /// <param name="picture">640 x 640 grey values.</param>
    public void TakeMade(long seed, Span<byte> picture)
    {
        _throws.Begin(seed, 3);
        _camera.Take(Made, _throws, picture);
    }

    /// <summary>Takes the picture of a board without defects: its edges are rough in other places.</summary>
    /// <param name="seed">The board's seed.</param>
    /// <param name="picture">640 x 640 grey values.</param>
    public void TakeDesign(long seed, Span<byte> picture)
    {
        _throws.Begin(seed, 4);
        _camera.Take(Design, _throws, picture);
    }
}
