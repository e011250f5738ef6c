using System.Security.Cryptography.X509Certificates;

namespace MQTTnet;

/// <summary>Builds TLS options, with TLS on.</summary>
public sealed class MqttClientTlsOptionsBuilder
{
    private readonly MqttClientTlsOptions _options = new() { UseTls = true };

    public MqttClientTlsOptions Build() => _options;

    public MqttClientTlsOptionsBuilder UseTls(bool useTls = true)
    {
        _options.UseTls = useTls;
        return this;
    }

    public MqttClientTlsOptionsBuilder WithClientCertificates(X509Certificate2Collection certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        _options.ClientCertificatesProvider = new DefaultMqttCertificatesProvider(certificates);
        return this;
    }

    public MqttClientTlsOptionsBuilder WithRevocationMode(X509RevocationMode revocationMode)
    {
        _options.RevocationMode = revocationMode;
        return this;
    }

    public MqttClientTlsOptionsBuilder WithTrustChain(X509Certificate2Collection chain)
    {
        _options.TrustChain = chain;
        return this;
    }
}
