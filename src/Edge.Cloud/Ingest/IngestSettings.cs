namespace Edge.Cloud.Ingest;

/// <summary>Section <c>ingest</c>.</summary>
public sealed class IngestSettings
{
    /// <summary>Whether this instance takes messages. Off, it only serves its API. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Name of the shared subscription: instances of one cloud have one name. Default: <c>edge-cloud</c>.</summary>
    public string Group { get; init; } = "edge-cloud";

    /// <summary>Messages that the broker may send before the first of them is committed, 1 to 65535. It bounds the memory of this instance, and what a lost connection brings twice. Default: 4000.</summary>
    public int Window { get; init; } = 4000;

    /// <summary>Most messages of one commit, 1 or more. Default: 2000.</summary>
    public int BatchMessages { get; init; } = 2000;

    /// <summary>How long a commit waits for more messages, in milliseconds, 0 or more: few syncs for many devices. Default: 20.</summary>
    public int LingerMs { get; init; } = 20;

    /// <summary>Days that numbers about devices are kept. Default: 30.</summary>
    public int HistoryDays { get; init; } = 30;

    /// <summary>Bytes of evidence and hard examples that one device may be asked for in a day (UTC). Default: 20 MiB.</summary>
    public long EvidenceBytesPerDay { get; init; } = 20 << 20;

    /// <summary>Hard examples that every device is asked for each day, within its bytes a day; 0 to 1000. Default: 0, only when an operator asks.</summary>
    public int ExamplesPerDay { get; init; }

    /// <summary>What is wrong with them, each with what is allowed.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Group.Length is 0 or > 64 || !Group.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return "ingest:group is no name; 1 to 64 letters, digits, '-' and '_' are allowed";
        (string Name, long Value, long Least, long Most)[] limits =
        [
            ("window", Window, 1, ushort.MaxValue), ("batchMessages", BatchMessages, 1, 100_000), ("lingerMs", LingerMs, 0, 10_000),
            ("historyDays", HistoryDays, 1, 3650), ("evidenceBytesPerDay", EvidenceBytesPerDay, 0, 1L << 40), ("examplesPerDay", ExamplesPerDay, 0, 1000),
        ];
        foreach ((string name, long value, long least, long most) in limits)
        {
            if (value < least || value > most)
                yield return $"ingest:{name} is {value}; {least} to {most} are allowed";
        }
    }
}
