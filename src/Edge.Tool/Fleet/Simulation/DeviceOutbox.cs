using System.Diagnostics.CodeAnalysis;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>
/// What a simulated device owes the cloud, and when it may be sent (again): by the same rules as an agent's outbox. Takes time as a value. Not thread safe.
/// </summary>
/// <param name="resendAfter">How long to wait for a receipt once the broker has a message, in timestamps.</param>
/// <param name="refusedFor">How long to wait where the broker refused it, or nobody heard it, in timestamps.</param>
internal sealed class DeviceOutbox(long resendAfter, long refusedFor)
{
    private const byte NoMatchingSubscribers = 0x10;
    private readonly Dictionary<Guid, PendingAlert> _pending = [];
    private readonly HashSet<Guid> _receipted = [];

    /// <summary>Alerts that the cloud has not acknowledged.</summary>
    public int Count => _pending.Count;

    /// <summary>Ids of those that it has.</summary>
    public IReadOnlyCollection<Guid> Receipted => _receipted;

    /// <summary>Ids of all that were ever added.</summary>
    public IEnumerable<Guid> Raised => _receipted.Concat(_pending.Keys);

    /// <summary>Adds an alert: it is owed from here on.</summary>
    public void Add(PendingAlert alert) => _pending.Add(alert.Id, alert);

    /// <summary>A new connection: everything unsettled again.</summary>
    public void Forget()
    {
        foreach (PendingAlert alert in _pending.Values)
            (alert.PacketId, alert.NotBefore) = (0, 0);
    }

    /// <summary>What may be sent now, each with the packet that carries it.</summary>
    /// <param name="window">Most messages on their way at once.</param>
    /// <param name="now">A timestamp.</param>
    /// <param name="nextPacket">Gives a packet id that is not in use.</param>
    public IReadOnlyList<PendingAlert> Take(int window, long now, Func<ushort> nextPacket)
    {
        if (_pending.Count == 0)
            return [];
        List<PendingAlert> due = [];
        int onTheWay = _pending.Values.Count(alert => alert.PacketId != 0);
        foreach (PendingAlert alert in _pending.Values)
        {
            if (onTheWay >= window)
                break;
            if (alert.PacketId != 0 || alert.NotBefore > now)
                continue;
            alert.PacketId = nextPacket();
            onTheWay++;
            due.Add(alert);
        }

        return due;
    }

    /// <summary>The broker answered a packet. Returns whether it took the alert, and whether nobody heard it; null where the packet carries none.</summary>
    public (bool IsTaken, bool IsUnheard)? Answered(ushort packetId, byte reason, long now)
    {
        foreach (PendingAlert alert in _pending.Values)
        {
            if (alert.PacketId != packetId)
                continue;
            (bool isTaken, bool isUnheard) = (reason < 128, reason == NoMatchingSubscribers);
            alert.PacketId = 0;
            alert.NotBefore = now + (isTaken && !isUnheard ? resendAfter : refusedFor);
            return (isTaken, isUnheard);
        }

        return null;
    }

    /// <summary>The cloud has an alert. Returns false where that was known.</summary>
    public bool TrySettle(Guid id, [NotNullWhen(true)] out PendingAlert? alert)
    {
        if (!_pending.Remove(id, out alert))
            return false;
        _receipted.Add(id);
        return true;
    }
}
