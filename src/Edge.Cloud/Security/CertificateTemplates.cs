using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Cloud.Security;

/// <summary>What certificates of this authority look like (RFC 5280). Pure: no files, no clock.</summary>
internal static class CertificateTemplates
{
    /// <summary>Extended key usage: the holder is a client.</summary>
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    /// <summary>The root: signs issuing authorities and nothing else.</summary>
    public static X509Certificate2 Root(ECDsa key, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest request = Authority("CN=Edge cloud root", key, pathLength: 1);
        return request.CreateSelfSigned(from, to);
    }

    /// <summary>The issuing authority: signs certificates of devices and servers, and the list of revoked ones.</summary>
    public static X509Certificate2 Issuing(ECDsa key, X509Certificate2 root, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest request = Authority("CN=Edge cloud issuing authority", key, pathLength: 0);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using X509Certificate2 certificate = request.Create(root, from, to, SerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A device, whose id is <paramref name="commonName"/>.</summary>
    public static X509Certificate2 Device(string commonName, PublicKey key, X509Certificate2 issuing, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest request = Leaf(commonName, key, issuing, ClientUse);
        return request.Create(issuing, from, to, SerialNumber());
    }

    /// <summary>A server that answers to <paramref name="names"/> (DNS names and addresses).</summary>
    public static X509Certificate2 Server(IEnumerable<string> names, PublicKey key, X509Certificate2 issuing, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest request = Leaf("edge-cloud server", key, issuing, ServerUse);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        return request.Create(issuing, from, to, SerialNumber());
    }

    /// <summary>The cloud as a client of the broker, vouched for by nobody but itself.</summary>
    public static X509Certificate2 CloudClient(string commonName, ECDsa key, DateTimeOffset from, DateTimeOffset to)
    {
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientUse)], true));
        return request.CreateSelfSigned(from, to);
    }

    /// <summary>20 bytes at most, positive, unpredictable (RFC 5280 4.1.2.2; CA/Browser Forum: 64 random bits or more).</summary>
    private static byte[] SerialNumber()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7f | 0x40); // Positive, and no leading zero to be written in two ways.
        return serial;
    }

    private static CertificateRequest Authority(string subject, ECDsa key, int pathLength)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest Leaf(string commonName, PublicKey key, X509Certificate2 issuing, string use)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuing, true, false));
        return request;
    }
}
