namespace Edge.Tool.Fleet.Simulation;

/// <summary>What the simulated fleet did and saw. Thread safe.</summary>
internal sealed class LoadNumbers
{
    private long _connections;
    private long _connected;
    private long _refusedConnections;
    private long _lostConnections;
    private long _telemetrySent;
    private long _telemetryTaken;
    private long _alertsRaised;
    private long _alertsSent;
    private long _alertsTaken;
    private long _unheard;
    private long _refused;
    private long _receipted;
    private long _strangeReceipts;
    private long _desired;
    private long _reported;

    /// <summary>From the first byte of the connection to the broker's answer, TLS included.</summary>
    public LatencyHistogram Connecting { get; } = new();

    /// <summary>From publishing telemetry to the broker's answer.</summary>
    public LatencyHistogram Telemetry { get; } = new();

    /// <summary>From raising an alert to the cloud's receipt: committed and acknowledged.</summary>
    public LatencyHistogram Receipts { get; } = new();

    /// <summary>From the start of the rollout to the arrival of <c>desired</c>.</summary>
    public LatencyHistogram Desired { get; } = new();

    /// <summary>Connections that stand now.</summary>
    public long Connected => Interlocked.Read(ref _connected);

    /// <summary>Connections that were ever made.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Attempts that failed.</summary>
    public long RefusedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>Connections that broke.</summary>
    public long LostConnections => Interlocked.Read(ref _lostConnections);

    /// <summary>Telemetry messages sent.</summary>
    public long TelemetrySent => Interlocked.Read(ref _telemetrySent);

    /// <summary>Telemetry messages that the broker took.</summary>
    public long TelemetryTaken => Interlocked.Read(ref _telemetryTaken);

    /// <summary>Alerts raised, each with an id of its own.</summary>
    public long AlertsRaised => Interlocked.Read(ref _alertsRaised);

    /// <summary>Times that an alert was sent; more than raised where some were sent again.</summary>
    public long AlertsSent => Interlocked.Read(ref _alertsSent);

    /// <summary>Times that the broker took one.</summary>
    public long AlertsTaken => Interlocked.Read(ref _alertsTaken);

    /// <summary>Of these, times that it said that nobody heard it.</summary>
    public long Unheard => Interlocked.Read(ref _unheard);

    /// <summary>Times that the broker refused a message.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Alerts whose receipt came.</summary>
    public long Receipted => Interlocked.Read(ref _receipted);

    /// <summary>Receipts for alerts that had one already.</summary>
    public long RepeatedReceipts => Interlocked.Read(ref _strangeReceipts);

    /// <summary>Devices that were told what to be.</summary>
    public long DesiredHeard => Interlocked.Read(ref _desired);

    /// <summary>Devices that reported to be that.</summary>
    public long ReportedTaken => Interlocked.Read(ref _reported);

    /// <summary>Counts a connection that stands.</summary>
    public void CountConnected(TimeSpan took)
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _connected);
        Connecting.Add(took);
    }

    /// <summary>Counts an attempt that failed.</summary>
    public void CountRefusedConnection() => Interlocked.Increment(ref _refusedConnections);

    /// <summary>Counts a connection that ended; <paramref name="isLost"/>: nobody here wanted that.</summary>
    public void CountEnded(bool isLost)
    {
        Interlocked.Decrement(ref _connected);
        if (isLost)
            Interlocked.Increment(ref _lostConnections);
    }

    /// <summary>Counts telemetry on its way.</summary>
    public void CountTelemetrySent() => Interlocked.Increment(ref _telemetrySent);

    /// <summary>Counts telemetry that the broker took.</summary>
    public void CountTelemetryTaken(TimeSpan took)
    {
        Interlocked.Increment(ref _telemetryTaken);
        Telemetry.Add(took);
    }

    /// <summary>Counts a new alert.</summary>
    public void CountRaised() => Interlocked.Increment(ref _alertsRaised);

    /// <summary>Counts an alert on its way.</summary>
    public void CountAlertSent() => Interlocked.Increment(ref _alertsSent);

    /// <summary>Counts the broker's answer to an alert.</summary>
    public void CountAlertAnswer(bool isTaken, bool isUnheard)
    {
        Interlocked.Increment(ref isTaken ? ref _alertsTaken : ref _refused);
        if (isUnheard)
            Interlocked.Increment(ref _unheard);
    }

    /// <summary>Counts an alert that the cloud has.</summary>
    public void CountReceipt(TimeSpan took)
    {
        Interlocked.Increment(ref _receipted);
        Receipts.Add(took);
    }

    /// <summary>Counts a receipt for what had one already.</summary>
    public void CountRepeatedReceipt() => Interlocked.Increment(ref _strangeReceipts);

    /// <summary>Counts a device that was told what to be.</summary>
    public void CountDesired(TimeSpan sinceStart)
    {
        Interlocked.Increment(ref _desired);
        Desired.Add(sinceStart);
    }

    /// <summary>Counts a device whose report of that the broker took.</summary>
    public void CountReported() => Interlocked.Increment(ref _reported);
}
