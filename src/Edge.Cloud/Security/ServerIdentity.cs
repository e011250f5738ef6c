using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Cloud.Configuration;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>
/// The certificates of the cloud itself: what the devices' listener and the broker show, and what the cloud shows the broker.
/// Renewed when a third of their time is left, looked at on each start and each day. Thread safe.
/// </summary>
internal sealed class ServerIdentity(CertificateAuthority authority, CloudSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private SslStreamCertificateContext? _server;
    private X509Certificate2? _client;

    /// <summary>What the devices' listener shows.</summary>
    public SslStreamCertificateContext Server
    {
        get
        {
            lock (_gate)
                return _server ?? throw new InvalidOperationException($"{nameof(Renew)} comes first.");
        }
    }

    /// <summary>What the cloud shows the broker: with its private key.</summary>
    public X509Certificate2 Client
    {
        get
        {
            lock (_gate)
                return _client ?? throw new InvalidOperationException($"{nameof(Renew)} comes first.");
        }
    }

    /// <summary>Reads both from their files, or makes what is missing, near its end, or has other names than configured.</summary>
    /// <returns>Whether the server's certificate is a new one: the broker has to read it again.</returns>
    public bool Renew()
    {
        lock (_gate)
        {
            IReadOnlyList<string> names = Names();
            bool renewed = false;
            X509Certificate2? server = Load(authority.Files.Server, authority.Files.ServerKey);
            if (server is null || !IssuedByUs(server) || !NamesOf(server).SetEquals(names))
            {
                server = authority.IssueServer(names);
                Save(server, authority.PemOf(server), authority.Files.Server, authority.Files.ServerKey);
                renewed = true;
            }

            X509Certificate2? client = Load(authority.Files.Client, authority.Files.ClientKey);
            if (client is null)
            {
                client = authority.CreateCloudClient();
                Save(client, client.ExportCertificatePem() + "\n", authority.Files.Client, authority.Files.ClientKey);
            }

            _client = client;
            _server = SslStreamCertificateContext.Create(server, [X509CertificateLoader.LoadCertificate(authority.IssuingCertificate.Span)], offline: true);
            return renewed;
        }
    }

    private List<string> Names() => [.. new[] { "localhost", "127.0.0.1", "::1", Dns.GetHostName() }.Concat(settings.Authority.ServerNames).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static HashSet<string> NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        HashSet<string> all = new(StringComparer.OrdinalIgnoreCase);
        if (names is not null)
        {
            all.UnionWith(names.EnumerateDnsNames());
            all.UnionWith(names.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return all;
    }

    private X509Certificate2? Load(string file, string keyFile)
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
            TimeSpan life = certificate.NotAfter - certificate.NotBefore, left = certificate.NotAfter.ToUniversalTime() - time.GetUtcNow();
            return left > life / 3 ? certificate : null;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            return null; // Made anew.
        }
    }

    private bool IssuedByUs(X509Certificate2 certificate)
    {
        using X509Certificate2 issuing = X509CertificateLoader.LoadCertificate(authority.IssuingCertificate.Span);
        X509AuthorityKeyIdentifierExtension? issuer = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault();
        X509SubjectKeyIdentifierExtension? ours = issuing.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        return issuer?.KeyIdentifier is { } id && ours is not null && id.Span.SequenceEqual(ours.SubjectKeyIdentifierBytes.Span);
    }

    private static void Save(X509Certificate2 certificate, string chain, string file, string keyFile)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        PrivateFile.Write(keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(file, Encoding.ASCII.GetBytes(chain), PrivateFile.Public);
    }
}
