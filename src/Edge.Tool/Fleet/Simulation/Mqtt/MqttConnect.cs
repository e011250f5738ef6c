namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>What a client says of itself in CONNECT (MQTT 5 section 3.1).</summary>
internal sealed record MqttConnect
{
    /// <summary>Client id, unique at the broker.</summary>
    public required string ClientId { get; init; }

    /// <summary>Whether the broker forgets an older session.</summary>
    public bool CleanStart { get; init; }

    /// <summary>Seconds that the broker keeps the session after the connection; 0 is not at all.</summary>
    public uint SessionExpirySeconds { get; init; }

    /// <summary>Seconds without a packet after which the broker takes us for gone (at one and a half times as many).</summary>
    public ushort KeepAliveSeconds { get; init; } = 60;

    /// <summary>QoS 1 messages that we take unacknowledged, 1 or more.</summary>
    public ushort ReceiveMaximum { get; init; } = 16;

    /// <summary>Largest packet that we take, in bytes.</summary>
    public uint MaximumPacketBytes { get; init; } = 256 * 1024;

    /// <summary>Topic of the Will, retained with QoS 1; empty is none.</summary>
    public string WillTopic { get; init; } = "";

    /// <summary>The Will.</summary>
    public ReadOnlyMemory<byte> WillPayload { get; init; }
}
