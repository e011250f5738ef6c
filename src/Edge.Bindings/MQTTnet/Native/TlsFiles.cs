using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet.Exceptions;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>
/// Hands certificates to libmosquitto, which takes only file names: each is a file in memory, so a private key never reaches a disk.
/// Keep until the handshake is over.
/// </summary>
internal sealed class TlsFiles : IDisposable
{
    private const string SystemAuthorities = "/etc/ssl/certs";
    private readonly List<int> _files = [];

    public void Apply(IntPtr mosq, MqttClientTlsOptions options)
    {
        if (options.RevocationMode != X509RevocationMode.NoCheck)
            throw new NotSupportedException($"RevocationMode {options.RevocationMode} is not supported over libmosquitto: it asks no revocation service; set NoCheck.");
        string authorities = null;
        if (options.TrustChain?.Count > 0)
            authorities = Add(options.TrustChain.ExportCertificatePems());
        else
            Check(mosquitto_int_option(mosq, MosquittoError.OptionTlsUseOsCertificates, 1));
        (string certificate, string key) = ClientCertificate(options.ClientCertificatesProvider?.GetCertificates());
        if (authorities == null && certificate == null)
            return;
        Check(mosquitto_tls_set(mosq, authorities, authorities == null ? SystemAuthorities : null, certificate, key, IntPtr.Zero));
    }

    public void Dispose()
    {
        foreach (int file in _files)
            Libc.Close(file);
        _files.Clear();
    }

    private (string Certificate, string Key) ClientCertificate(X509CertificateCollection certificates)
    {
        X509Certificate2[] all = [.. (certificates ?? []).OfType<X509Certificate2>()];
        X509Certificate2 leaf = all.FirstOrDefault(c => c.HasPrivateKey);
        if (leaf == null)
            return (null, null);
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm)leaf.GetECDsaPrivateKey() ?? leaf.GetRSAPrivateKey()
            ?? throw new NotSupportedException("The client certificate's private key is neither ECDSA nor RSA.");
        var chain = new StringBuilder(leaf.ExportCertificatePem());
        foreach (X509Certificate2 issuer in all.Where(c => c != leaf))
            chain.Append('\n').Append(issuer.ExportCertificatePem());
        return (Add(chain.ToString()), Add(key.ExportPkcs8PrivateKeyPem()));
    }

    private string Add(string pem)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(pem + "\n");
        try
        {
            int file = Libc.CreateMemoryFile(bytes);
            _files.Add(file);
            return $"/proc/self/fd/{file}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void Check(int result)
    {
        if (result != MosquittoError.Success)
            throw new MqttCommunicationException($"TLS could not be set up: {ErrorText(result)}");
    }
}
