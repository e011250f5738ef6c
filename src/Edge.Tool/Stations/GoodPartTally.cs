namespace Edge.Tool.Stations;

/// <summary>Counts of one inspector over good parts: whatever it finds is false.</summary>
internal sealed class GoodPartTally
{
    public int Parts { get; private set; }

    /// <summary>Good parts with a find.</summary>
    public int Rejected { get; private set; }

    public int Finds { get; private set; }

    public void Add(int finds)
    {
        Parts++;
        Finds += finds;
        Rejected += finds > 0 ? 1 : 0;
    }
}
