namespace Edge.Agent.Configuration;

/// <summary>The broker and how to talk to it.</summary>
public sealed record MqttSettings
{
    /// <summary>Host name or address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1 to 65535. Default 1883, or 8883 where TLS is on.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Client id; empty is <c>edge-{site}-{device}</c>.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>User name; empty is none.</summary>
    public string Username { get; init; } = "";

    /// <summary>File that holds the password (its trailing newline is dropped); empty is none.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>The password itself, only ever from the environment. Never printed.</summary>
    public Secret Password { get; init; }

    /// <summary>TLS; null is a plain connection.</summary>
    public MqttTlsSettings? Tls { get; init; }

    /// <summary>How often the connection proves itself, 1 s to 1 h.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker keeps our session after the connection is lost.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whose receipt lets the outbox forget an alert.</summary>
    public DeliveryReceipt Receipt { get; init; } = DeliveryReceipt.Broker;

    /// <summary>Home Assistant device discovery.</summary>
    public HomeAssistantSettings HomeAssistant { get; init; } = new();

    /// <summary>The Sparkplug B edge node.</summary>
    public SparkplugSettings Sparkplug { get; init; } = new();

    /// <summary>Frigate-shaped <c>frigate/events</c> messages beside our own.</summary>
    public bool FrigateEvents { get; init; }
}
