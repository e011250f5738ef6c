using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Puts defects on a board. A defect is a few strokes of a brush; whether they are the defect that was meant is not assumed but found out:
/// on the board as designed, nets and clearings are counted without and with it, as painted and a little rougher or gentler, so that the
/// camera's rough edges cannot make another kind of it. Only what passes gets onto the board. Allocates nothing after its construction.
/// Not thread safe.
/// </summary>
internal sealed class DefectPainter
{
    /// <summary>Most defects on one board.</summary>
    public const int MaximumDefects = 16;

    /// <summary>Pixels of unchanged board on each side of a defect's box, as in the DeepPCB data set.</summary>
    public const int Margin = 10;

    /// <summary>Copper, or a hole, of fewer pixels is a crumb.</summary>
    public const int Crumb = 24;

    /// <summary>What an open cuts off has at least so many pixels.</summary>
    public const int LeastPart = 150;

    // What is smaller passes for a rough edge.
    private const int LeastChange = 42;
    private const int Attempts = 80;

    private readonly CopperLayer _template;
    private readonly CopperLayer _board;
    private readonly Throws _throws;
    private readonly DefectShapes _shapes;
    private readonly Scratch _scratch = new();
    private readonly CopperLayer _trial = new();
    private readonly CopperNets _nets = new();
    private readonly CopperNets _counted = new();
    private readonly BoardDefect[] _defects = new BoardDefect[MaximumDefects];
    private Topology _designed;

    /// <summary>A painter between two layers.</summary>
    /// <param name="template">The board as designed; only read.</param>
    /// <param name="board">The same board, changed.</param>
    /// <param name="throws">What is left to chance.</param>
    public DefectPainter(CopperLayer template, CopperLayer board, Throws throws)
    {
        _template = template;
        _board = board;
        _throws = throws;
        _shapes = new DefectShapes(template, throws, _scratch);
    }

    /// <summary>What is on the board by now.</summary>
    public ReadOnlySpan<BoardDefect> Defects => _defects.AsSpan(0, Count);

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>A board without defects: a copy of the template.</summary>
    public void Begin()
    {
        _board.CopyFrom(_template);
        _trial.CopyFrom(_template);
        Count = 0;
        _designed = Measure();
        _nets.Find(_template, CopperLayer.Copper);
    }

    /// <summary>Puts one defect of a kind somewhere.</summary>
    /// <returns>False when no place for one was found: not every board has two conductors that can be joined.</returns>
    public bool TryAdd(BoardDefectKind kind)
    {
        if (Count == MaximumDefects)
            return false;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            _scratch.Clear();
            if (_shapes.Plan(kind, _nets) && HasRoom() && Keeps(kind))
                return true;
        }

        return false;
    }

    /// <summary>Whether the strokes and their margin lie in the picture and away from other defects.</summary>
    private bool HasRoom()
    {
        BoxPx box = Wide(_scratch.Bounds, Margin + 3);
        if (box.X < 0 || box.Y < 0 || box.Right > CopperLayer.Side || box.Bottom > CopperLayer.Side)
            return false;
        foreach (BoardDefect defect in Defects)
        {
            if (box.IntersectionArea(defect.Box) > 0)
                return false;
        }

        return true;
    }

    private bool Keeps(BoardDefectKind kind)
    {
        byte ink = kind is BoardDefectKind.Short or BoardDefectKind.Spur or BoardDefectKind.Copper ? CopperLayer.Copper : CopperLayer.Bare;
        // A cut or a bridge must do its work when it is gentler, all others must do no more when they are rougher.
        float swell = kind is BoardDefectKind.Open or BoardDefectKind.Short ? -0.7f : 1.3f;
        BoxPx area = Wide(_scratch.Bounds, 4);
        BoxPx box = default;
        bool good = Does(kind, ink, swell, area) && Does(kind, ink, 0, area) && TryBox(area, out box);
        _trial.CopyFrom(_template, area);
        if (!good)
            return false;
        _scratch.Paint(_board, ink, 0);
        _defects[Count++] = new BoardDefect(kind, box);
        return true;
    }

    /// <summary>Whether the strokes, alone on the board as designed, are what the kind says.</summary>
    private bool Does(BoardDefectKind kind, byte ink, float swell, BoxPx area)
    {
        _trial.CopyFrom(_template, area);
        _scratch.Paint(_trial, ink, swell);
        Topology then = Measure();
        return kind switch
        {
            BoardDefectKind.Open => then.Nets == _designed.Nets + 1 && then.Parts == _designed.Parts + 1,
            BoardDefectKind.Short => then.Nets == _designed.Nets - 1,
            BoardDefectKind.Copper => then.Nets == _designed.Nets + 1 && then.Clearings == _designed.Clearings,
            BoardDefectKind.PinHole => then.Nets == _designed.Nets && then.Clearings == _designed.Clearings + 1,
            _ => then == _designed,
        };
    }

    private Topology Measure()
    {
        _counted.Find(_trial, CopperLayer.Copper);
        (int nets, int parts) = (_counted.Count(Crumb), _counted.Count(LeastPart));
        _counted.Find(_trial, CopperLayer.Bare);
        return new Topology(nets, parts, _counted.Count(Crumb));
    }

    /// <summary>The box of what changed; false when too little did.</summary>
    private bool TryBox(BoxPx area, out BoxPx box)
    {
        (int left, int top, int right, int bottom, int changed) = (int.MaxValue, int.MaxValue, 0, 0, 0);
        for (int y = Math.Max(0, (int)area.Y); y < Math.Min(CopperLayer.Side, (int)area.Bottom); y++)
        {
            Span<byte> designed = _template.Row(y);
            Span<byte> made = _trial.Row(y);
            for (int x = Math.Max(0, (int)area.X); x < Math.Min(CopperLayer.Side, (int)area.Right); x++)
            {
                if (designed[x] == made[x])
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
                changed++;
            }
        }

        box = BoxPx.FromEdges(left - Margin, top - Margin, right + Margin, bottom + Margin);
        return changed >= LeastChange;
    }

    private static BoxPx Wide(BoxPx box, float margin) =>
        BoxPx.FromEdges(MathF.Floor(box.X - margin), MathF.Floor(box.Y - margin), MathF.Ceiling(box.Right + margin), MathF.Ceiling(box.Bottom + margin));

    /// <summary>How many nets, nets that are more than a scrap, and clearings there are.</summary>
    private readonly record struct Topology(int Nets, int Parts, int Clearings);
}
