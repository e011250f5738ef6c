using System.Security.Cryptography.X509Certificates;

namespace MQTTnet;

/// <summary>TLS 1.2 or 1.3, with the broker's chain and host name always checked.</summary>
public sealed class MqttClientTlsOptions
{
    public bool UseTls { get; set; }

    /// <summary>libmosquitto asks no revocation service: any value but <see cref="X509RevocationMode.NoCheck"/> is refused when connecting.</summary>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.Online;

    public IMqttClientCertificatesProvider ClientCertificatesProvider { get; set; }

    /// <summary>The only authorities trusted; null or empty is the system's.</summary>
    public X509Certificate2Collection TrustChain { get; set; }
}
