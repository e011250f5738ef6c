namespace Edge.Domain.Inspection.Line;

/// <summary>
/// Counts the edges of an incremental encoder: every edge of both channels is one count (four a period), forward when A leads B.
/// An edge that neither channel could have made alone is a lost one and counted as such. Not thread safe.
/// </summary>
public sealed class QuadratureDecoder
{
    // By former and new state (A is bit 1, B is bit 0); 2 marks a jump over a state.
    private static readonly sbyte[] Steps =
    [
        0, -1, 1, 2,
        1, 0, 2, -1,
        -1, 2, 0, 1,
        2, 1, -1, 0,
    ];

    private int _state;

    /// <summary>A decoder that starts at 0 counts.</summary>
    /// <param name="a">Level of channel A now.</param>
    /// <param name="b">Level of channel B now.</param>
    public QuadratureDecoder(bool a, bool b) => _state = StateOf(a, b);

    /// <summary>Counts so far; falls while the belt runs backwards.</summary>
    public long Counts { get; private set; }

    /// <summary>Changes that skipped a state: edges came faster than they were taken, or a wire is loose.</summary>
    public long Skipped { get; private set; }

    /// <summary>Takes the level of channel A after its edge.</summary>
    /// <returns><see cref="Counts"/>.</returns>
    public long TakeA(bool level) => TakeEdge(StateOf(level, (_state & 1) != 0));

    /// <summary>Takes the level of channel B after its edge.</summary>
    /// <returns><see cref="Counts"/>.</returns>
    public long TakeB(bool level) => TakeEdge(StateOf((_state & 2) != 0, level));

    /// <summary>Takes both levels, where they are read together.</summary>
    /// <returns><see cref="Counts"/>.</returns>
    public long Take(bool a, bool b) => Take(StateOf(a, b));

    private static int StateOf(bool a, bool b) => (a ? 2 : 0) | (b ? 1 : 0);

    private long TakeEdge(int state)
    {
        // An edge to the level that was there before: the one between them was lost.
        if (state == _state)
            Skipped++;
        return Take(state);
    }

    private long Take(int state)
    {
        int step = Steps[(_state << 2) | state];
        _state = state;
        if (step == 2)
            Skipped++;
        else
            Counts += step;
        return Counts;
    }
}
