namespace Edge.Cloud.Configuration;

/// <summary>Section <c>broker</c>: MQTT 5 over TLS, with client certificates of the cloud's own authority.</summary>
public sealed class BrokerSettings
{
    /// <summary>Where the cloud itself connects. Default: 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port of the listener for the cloud, where client ids are free. Default: 8884.</summary>
    public int CloudPort { get; init; } = 8884;

    /// <summary>Where devices are told to connect; empty: the host by which they reached the cloud.</summary>
    public string DeviceHost { get; init; } = "";

    /// <summary>Port of the listener for devices, where the client id is the certificate's common name. Default: 8883.</summary>
    public int DevicePort { get; init; } = 8883;

    /// <summary>File that holds the broker's process id, where the broker runs beside the cloud: it is told (SIGHUP) when the list of revoked certificates changed. Empty: whoever copies that list tells it.</summary>
    public string PidFile { get; init; } = "";
}
