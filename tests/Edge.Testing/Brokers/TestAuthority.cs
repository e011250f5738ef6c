using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Testing.Brokers;

/// <summary>A certificate authority made for one test. Writes PEM files where it is told to.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "Test authority")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    /// <summary>The authority's certificate; its private key comes with it.</summary>
    public X509Certificate2 Root => _root;

    /// <summary>The authority's certificate in PEM.</summary>
    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>Signs a client's key: its certificate in PEM.</summary>
    /// <param name="key">The client's key.</param>
    /// <param name="name">Common name.</param>
    /// <param name="from">From when it is valid.</param>
    /// <param name="until">Until when.</param>
    public string Sign(PublicKey key, string name, DateTimeOffset from, DateTimeOffset until)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using X509Certificate2 certificate = request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_root.GetECDsaPrivateKey()!), from, until, RandomNumberGenerator.GetBytes(8));
        return certificate.ExportCertificatePem() + "\n";
    }

    /// <summary>Writes the authority's certificate.</summary>
    public string WriteCa(string folder, string name = "ca.pem")
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, _root.ExportCertificatePem());
        return path;
    }

    /// <summary>Issues a certificate and writes it and its key.</summary>
    public (string CertificateFile, string KeyFile) Issue(string folder, string name, IEnumerable<string> names, bool forClient = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forClient ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1")], false));
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string alternative in names)
        {
            if (IPAddress.TryParse(alternative, out IPAddress? address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(alternative);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.Create(_root, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        string certificateFile = Path.Combine(folder, $"{name}.pem");
        string keyFile = Path.Combine(folder, $"{name}.key");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }

    public void Dispose() => _root.Dispose();
}
