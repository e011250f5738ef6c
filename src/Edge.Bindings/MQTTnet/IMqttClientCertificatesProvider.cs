using System.Security.Cryptography.X509Certificates;

namespace MQTTnet;

/// <summary>Gives the client's certificates for each connection: the first with a private key, then its chain.</summary>
public interface IMqttClientCertificatesProvider
{
    X509CertificateCollection GetCertificates();
}
