namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// What is connected with what on a <see cref="CopperLayer"/>: connected components of runs of equal pixels, joined from row to row
/// (union-find). Copper connects across corners, bare laminate does not: each is then the exact complement of the other.
/// Reused from board to board; allocates nothing after its construction. Not thread safe.
/// </summary>
internal sealed class CopperNets
{
    private const int Side = CopperLayer.Side;

    // A row of alternating pixels has half as many runs of a kind as pixels.
    private const int MaximumRuns = Side * Side / 2;

    private readonly int[] _starts = new int[MaximumRuns];
    private readonly int[] _ends = new int[MaximumRuns];
    private readonly int[] _parents = new int[MaximumRuns];
    private readonly int[] _areas = new int[MaximumRuns];
    private readonly int[] _rows = new int[Side + 1];
    private int _runs;

    /// <summary>Finds the components of a kind.</summary>
    /// <param name="layer">The board.</param>
    /// <param name="kind"><see cref="CopperLayer.Copper"/> for nets, <see cref="CopperLayer.Bare"/> for clearings.</param>
    public void Find(CopperLayer layer, byte kind)
    {
        int reach = kind == CopperLayer.Copper ? 1 : 0;
        _runs = 0;
        for (int y = 0; y < Side; y++)
        {
            _rows[y] = _runs;
            AddRuns(layer.Row(y), kind);
            if (y > 0)
                JoinRows(_rows[y - 1], _rows[y], _runs, reach);
        }

        _rows[Side] = _runs;
        for (int run = 0; run < _runs; run++)
        {
            int root = Root(run);
            if (root != run)
                _areas[root] += _areas[run];
        }
    }

    /// <summary>Components of at least so many pixels: smaller ones are crumbs, which no one would call a net or a hole.</summary>
    public int Count(int minimumArea)
    {
        int count = 0;
        for (int run = 0; run < _runs; run++)
        {
            if (_parents[run] == run && _areas[run] >= minimumArea)
                count++;
        }

        return count;
    }

    /// <summary>The component at a pixel; -1 where there is none of the kind, or outside.</summary>
    public int At(int x, int y)
    {
        if ((uint)x >= Side || (uint)y >= Side)
            return -1;
        for (int run = _rows[y]; run < _rows[y + 1] && _starts[run] <= x; run++)
        {
            if (x < _ends[run])
                return Root(run);
        }

        return -1;
    }

    private void AddRuns(ReadOnlySpan<byte> row, byte kind)
    {
        int at = 0;
        while (at < row.Length)
        {
            int skip = row[at..].IndexOf(kind);
            if (skip < 0)
                return;
            int start = at + skip;
            int length = row[start..].IndexOfAnyExcept(kind);
            int end = length < 0 ? row.Length : start + length;
            (_starts[_runs], _ends[_runs], _parents[_runs], _areas[_runs]) = (start, end, _runs, end - start);
            _runs++;
            at = end;
        }
    }

    private void JoinRows(int above, int below, int end, int reach)
    {
        int upper = above;
        int lower = below;
        while (upper < below && lower < end)
        {
            if (_starts[upper] < _ends[lower] + reach && _starts[lower] < _ends[upper] + reach)
                Join(upper, lower);
            if (_ends[upper] < _ends[lower])
                upper++;
            else
                lower++;
        }
    }

    private void Join(int a, int b)
    {
        a = Root(a);
        b = Root(b);
        // The smaller number stays the root: Find adds areas in one pass over the runs.
        if (a < b)
            _parents[b] = a;
        else
            _parents[a] = b;
    }

    private int Root(int run)
    {
        while (_parents[run] != run)
        {
            _parents[run] = _parents[_parents[run]];
            run = _parents[run];
        }

        return run;
    }
}
