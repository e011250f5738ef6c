using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Cloud.Configuration;
using Edge.Cloud.Storage;
using Edge.Contracts.Enrolment;

namespace Edge.Cloud.Security;

/// <summary>
/// The cloud's own authority: a root that makes issuing keys and may lie offline afterwards, and an issuing key that makes the
/// certificates of devices and servers. ECDSA P-256. Immutable once loaded, but for the list of revoked certificates; thread safe.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>Common name of the cloud at the broker: no device can have it, since its dot is not allowed in ids.</summary>
    public const string CloudName = "edge.cloud";

    // A device's clock may be behind.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);
    private static readonly TimeSpan RootLife = TimeSpan.FromDays(20 * 365);
    private static readonly TimeSpan IssuingLife = TimeSpan.FromDays(10 * 365);
    private readonly AuthoritySettings _settings;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _issuing;

    private CertificateAuthority(AuthorityFiles files, AuthoritySettings settings, TimeProvider time, X509Certificate2 root, X509Certificate2 issuing) =>
        (Files, _settings, _time, Root, _issuing) = (files, settings, time, root, issuing);

    /// <summary>Where its files are.</summary>
    public AuthorityFiles Files { get; }

    /// <summary>Root certificate, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Issuing certificate; its key is not to be had from it.</summary>
    public ReadOnlyMemory<byte> IssuingCertificate => _issuing.RawDataMemory;

    /// <summary>SHA-256 of the root's SubjectPublicKeyInfo, as in enrolment tokens.</summary>
    public byte[] RootDigest => SHA256.HashData(Root.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Root and issuing certificate in PEM.</summary>
    public AuthorityAnswer Answer => new(Root.ExportCertificatePem(), _issuing.ExportCertificatePem());

    /// <summary>Reads the authority of <paramref name="settings"/>, or makes it when its folder is empty.</summary>
    /// <exception cref="InvalidOperationException">A part of it is missing or does not fit.</exception>
    public static CertificateAuthority LoadOrCreate(CloudSettings settings, TimeProvider time)
    {
        AuthorityFiles files = AuthorityFiles.Of(settings);
        PrivateFile.CreateFolder(files.Folder);
        if (!File.Exists(files.Root))
            Create(files, time.GetUtcNow());
        X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(files.Root);
        return new CertificateAuthority(files, settings.Authority, time, root, LoadIssuing(files));
    }

    /// <summary>Issues a device's certificate.</summary>
    /// <param name="device">Its id.</param>
    /// <param name="key">Public key from its request.</param>
    /// <param name="serial">The certificate's serial number, in upper-case hexadecimal digits.</param>
    public IssuedCertificate IssueDevice(string device, PublicKey key, out string serial)
    {
        DateTimeOffset now = _time.GetUtcNow();
        var life = TimeSpan.FromDays(_settings.DeviceDays);
        using X509Certificate2 leaf = CertificateTemplates.Device(device, key, _issuing, now - Backdated, now + life);
        serial = leaf.SerialNumber;
        return Describe(PemOf(leaf), leaf.NotAfter.ToUniversalTime());
    }

    /// <summary>What a device is told of a certificate with this chain and end.</summary>
    public IssuedCertificate Describe(string chain, DateTimeOffset notAfter) =>
        new(chain, Root.ExportCertificatePem(), notAfter, notAfter - TimeSpan.FromDays(_settings.DeviceDays / 3.0));

    /// <summary>Issues the certificate of the devices' listener and the broker; for a year.</summary>
    public X509Certificate2 IssueServer(IEnumerable<string> names)
    {
        using ECDsa key = NewKey();
        DateTimeOffset now = _time.GetUtcNow();
        using X509Certificate2 leaf = CertificateTemplates.Server(names, PublicOf(key), _issuing, now - Backdated, now + TimeSpan.FromDays(365));
        return leaf.CopyWithPrivateKey(key);
    }

    /// <summary>
    /// Makes the certificate with which the cloud connects to the broker. It is its own authority: the broker's listener for the cloud,
    /// where client ids are free, trusts this one certificate, so that no device can get in there and take over another's session.
    /// </summary>
    public X509Certificate2 CreateCloudClient()
    {
        using ECDsa key = NewKey();
        DateTimeOffset now = _time.GetUtcNow();
        return CertificateTemplates.CloudClient(CloudName, key, now - Backdated, now + IssuingLife);
    }

    /// <summary>A certificate and the issuing one after it, in PEM.</summary>
    public string PemOf(X509Certificate2 leaf) => leaf.ExportCertificatePem() + "\n" + _issuing.ExportCertificatePem() + "\n";

    /// <summary>A list of revoked certificates in PEM (RFC 5280 section 5), good for <paramref name="life"/>: an older one makes the broker refuse everybody.</summary>
    public string RevocationList(IEnumerable<(string Serial, DateTimeOffset At)> revoked, TimeSpan life)
    {
        DateTimeOffset now = _time.GetUtcNow();
        var list = new CertificateRevocationListBuilder();
        foreach ((string serial, DateTimeOffset at) in revoked)
            list.AddEntry(Convert.FromHexString(serial), at);
        byte[] der = list.Build(_issuing, now.ToUnixTimeMilliseconds(), now + life, HashAlgorithmName.SHA256, thisUpdate: now - Backdated);
        return PemEncoding.WriteString("X509 CRL", der) + "\n";
    }

    /// <summary>Whether this authority issued <paramref name="certificate"/> to a client and its time is now. Says nothing about revocation.</summary>
    public bool IsClientOfOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // Each request asks the database, which knows it at once.
                VerificationTime = _time.GetUtcNow().LocalDateTime,
                VerificationTimeIgnored = false,
                DisableCertificateDownloads = true,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(Root);
        chain.ChainPolicy.ExtraStore.Add(_issuing);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateTemplates.ClientUse));
        return chain.Build(certificate) && chain.ChainElements.Count == 3 && chain.ChainElements[1].Certificate.RawDataMemory.Span.SequenceEqual(_issuing.RawDataMemory.Span);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Root.Dispose();
        _issuing.Dispose();
    }

    private static void Create(AuthorityFiles files, DateTimeOffset now)
    {
        PrivateFile.CreateFolder(files.RootFolder);
        using ECDsa rootKey = NewKey(), issuingKey = NewKey();
        using X509Certificate2 root = CertificateTemplates.Root(rootKey, now - Backdated, now + RootLife);
        using X509Certificate2 issuing = CertificateTemplates.Issuing(issuingKey, root, now - Backdated, now + IssuingLife);
        // The root certificate comes last: while it is not there, the authority is not, and is made anew.
        PrivateFile.Write(files.RootKey, Encoding.ASCII.GetBytes(rootKey.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(files.IssuingKey, Encoding.ASCII.GetBytes(issuingKey.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(files.Issuing, Encoding.ASCII.GetBytes(issuing.ExportCertificatePem()), PrivateFile.Public);
        PrivateFile.Write(files.Chain, Encoding.ASCII.GetBytes(root.ExportCertificatePem() + "\n" + issuing.ExportCertificatePem() + "\n"), PrivateFile.Public);
        PrivateFile.Write(files.Root, Encoding.ASCII.GetBytes(root.ExportCertificatePem()), PrivateFile.Public);
    }

    private static X509Certificate2 LoadIssuing(AuthorityFiles files)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(files.Issuing, files.IssuingKey);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"The authority in '{files.Folder}' has a root certificate but no usable issuing key: {exception.Message} Restore issuing.pem and issuing.key from the backup, or from the instance that made them.", exception);
        }
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static PublicKey PublicOf(ECDsa key) => new(key);
}
