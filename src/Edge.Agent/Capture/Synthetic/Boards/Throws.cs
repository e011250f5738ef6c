namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>A row of throws of <see cref="Dice"/>: the same seed gives the same row on every machine. Not thread safe.</summary>
internal sealed class Throws
{
    private long _seed;
    private long _next;

    /// <summary>Begins the row of a seed and a purpose.</summary>
    public void Begin(long seed, long purpose)
    {
        _seed = (long)Dice.Bits(seed, purpose);
        _next = 0;
    }

    /// <summary>64 well-mixed bits.</summary>
    public ulong Bits() => Dice.Bits(_seed, _next++);

    /// <summary>A number from 0 (inclusive) to 1 (exclusive).</summary>
    public float Unit() => (Bits() >> 40) * (1f / (1 << 24));

    /// <summary>A number between two bounds.</summary>
    public float Between(float low, float high) => low + ((high - low) * Unit());

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1.</summary>
    public int Pick(int count) => (int)(Bits() % (ulong)count);

    /// <summary>A whole number between two bounds, both inclusive.</summary>
    public int Whole(int low, int high) => low + Pick(high - low + 1);

    /// <summary>True in <paramref name="share"/> of all throws.</summary>
    public bool Chance(float share) => Unit() < share;

    /// <summary>-1 or 1.</summary>
    public int Sign() => (Bits() & 1) == 0 ? -1 : 1;
}
