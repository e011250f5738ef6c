namespace Edge.Cloud.Ingest;

/// <summary>What came and what became of it, since the start. Thread safe.</summary>
internal sealed class IngestCounters
{
    private long _received;
    private long _stored;
    private long _duplicates;
    private long _unreadable;
    private long _refused;
    private long _unknownDevices;
    private long _commits;
    private long _commitMicroseconds;
    private long _longestCommitMicroseconds;
    private long _failures;
    private long _receipts;

    /// <summary>Counts a message that came.</summary>
    public void CountReceived() => Interlocked.Increment(ref _received);

    /// <summary>Counts a message that could not be read, or that its sender may not send.</summary>
    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>Counts a message of a device that this cloud does not know at that site, or no longer trusts.</summary>
    public void CountUnknownDevice() => Interlocked.Increment(ref _unknownDevices);

    /// <summary>Counts a commit: how many events were new, how many known, how many of them kept unread, and how long it took.</summary>
    public void CountCommit(int stored, int duplicates, int unreadable, TimeSpan took)
    {
        Interlocked.Add(ref _stored, stored);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _unreadable, unreadable);
        Interlocked.Increment(ref _commits);
        long microseconds = (long)took.TotalMicroseconds;
        Interlocked.Add(ref _commitMicroseconds, microseconds);
        long longest;
        while (microseconds > (longest = Interlocked.Read(ref _longestCommitMicroseconds)))
            Interlocked.CompareExchange(ref _longestCommitMicroseconds, microseconds, longest);
    }

    /// <summary>Counts a commit that failed and is tried again.</summary>
    public void CountFailure() => Interlocked.Increment(ref _failures);

    /// <summary>Counts ids that devices were told to forget.</summary>
    public void CountReceipts(int ids) => Interlocked.Add(ref _receipts, ids);

    /// <summary>All of them now.</summary>
    public IngestStatistics Read()
    {
        long commits = Interlocked.Read(ref _commits);
        return new IngestStatistics
        {
            Received = Interlocked.Read(ref _received),
            Stored = Interlocked.Read(ref _stored),
            Duplicates = Interlocked.Read(ref _duplicates),
            Unreadable = Interlocked.Read(ref _unreadable),
            Refused = Interlocked.Read(ref _refused),
            UnknownDevices = Interlocked.Read(ref _unknownDevices),
            Commits = commits,
            MeanCommitMs = commits == 0 ? 0 : Interlocked.Read(ref _commitMicroseconds) / 1000.0 / commits,
            LongestCommitMs = Interlocked.Read(ref _longestCommitMicroseconds) / 1000.0,
            Failures = Interlocked.Read(ref _failures),
            Receipts = Interlocked.Read(ref _receipts),
        };
    }
}
