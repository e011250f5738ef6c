namespace Edge.Agent.Outbox;

/// <summary>
/// How the disk budget is shared. Pure. The database may grow to <see cref="DatabaseBytes"/>; the rest is for the write-ahead log,
/// which grows to <see cref="LogBytes"/> and at most one transaction over it before it is folded in.
/// </summary>
internal readonly record struct BudgetPolicy
{
    private const long LargestLog = 4L << 20;

    public BudgetPolicy(long budgetBytes)
    {
        LogBytes = Math.Min(LargestLog, budgetBytes / 8);
        DatabaseBytes = budgetBytes - (3 * LogBytes);
        MessageBytes = LogBytes;
        BatchBytes = LogBytes;
    }

    /// <summary>Most bytes of the database file.</summary>
    public long DatabaseBytes { get; }

    /// <summary>Size at which the write-ahead log is folded in.</summary>
    public long LogBytes { get; }

    /// <summary>Most bytes of one message.</summary>
    public long MessageBytes { get; }

    /// <summary>Most bytes of one transaction's messages.</summary>
    public long BatchBytes { get; }

    /// <summary>Bytes to give up so that a database of <paramref name="usedBytes"/> fits; 0 where it does. A little more than needed, so that not every commit has to.</summary>
    public long Excess(long usedBytes) => usedBytes <= DatabaseBytes ? 0 : usedBytes - DatabaseBytes + (DatabaseBytes / 64);
}
