namespace Edge.Cloud.Configuration;

/// <summary>Section <c>listen</c>: two listeners, since people and devices are trusted for different reasons.</summary>
public sealed class ListenSettings
{
    /// <summary>Address of the operators' listener. Default: loopback; anything else needs <see cref="OperatorCertificateFile"/>.</summary>
    public string OperatorAddress { get; init; } = "127.0.0.1";

    /// <summary>Port of the operators' listener, 0 for any free one. Default: 8080.</summary>
    public int OperatorPort { get; init; } = 8080;

    /// <summary>PEM certificate (with its chain) of the operators' listener; empty: plain HTTP, on loopback only.</summary>
    public string OperatorCertificateFile { get; init; } = "";

    /// <summary>PEM key of <see cref="OperatorCertificateFile"/>.</summary>
    public string OperatorKeyFile { get; init; } = "";

    /// <summary>Whether a proxy with TLS on this machine stands before the operators' listener: it must set X-Forwarded-For and X-Forwarded-Proto itself. Only what comes from loopback is believed. Default: false.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Address of the devices' listener. Default: every address.</summary>
    public string DeviceAddress { get; init; } = "0.0.0.0";

    /// <summary>Port of the devices' listener, 0 for any free one. Default: 8443.</summary>
    public int DevicePort { get; init; } = 8443;
}
