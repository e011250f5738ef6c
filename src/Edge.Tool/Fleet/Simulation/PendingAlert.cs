namespace Edge.Tool.Fleet.Simulation;

/// <summary>An alert that the cloud has not acknowledged yet: what a device's outbox holds.</summary>
internal sealed class PendingAlert(Guid id, string topic, byte[] payload, long raisedAt)
{
    /// <summary>The event's id.</summary>
    public Guid Id { get; } = id;

    /// <summary>Where it is published.</summary>
    public string Topic { get; } = topic;

    /// <summary>The event.</summary>
    public byte[] Payload { get; } = payload;

    /// <summary>When it was raised, as a timestamp.</summary>
    public long RaisedAt { get; } = raisedAt;

    /// <summary>Packet that carries it now; 0 is none.</summary>
    public ushort PacketId { get; set; }

    /// <summary>Not to be sent (again) before this timestamp.</summary>
    public long NotBefore { get; set; }
}
