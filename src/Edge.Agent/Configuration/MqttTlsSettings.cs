namespace Edge.Agent.Configuration;

/// <summary>TLS to the broker. Host names and chains are always checked.</summary>
public sealed record MqttTlsSettings
{
    /// <summary>PEM file of the authorities that may sign the broker's certificate; empty is the system's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>PEM file of our certificate (chain); empty is none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of our certificate's private key.</summary>
    public string KeyFile { get; init; } = "";
}
