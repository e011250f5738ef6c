using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Enrolment;

namespace Edge.Cloud.Tests;

/// <summary>An enrolled device: what it was told, its key and its certificate with the key.</summary>
internal sealed record TestDevice(EnrolmentAnswer Answer, ECDsa Key, X509Certificate2 WithKey)
{
    public string Id => Answer.Device;

    /// <summary>A request for a certificate, signed by the key.</summary>
    public static string SigningRequest(ECDsa key, string subject = "CN=whatever") =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    /// <summary>The leaf of a chain with its key.</summary>
    public static X509Certificate2 Certificate(IssuedCertificate issued, ECDsa key)
    {
        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(issued.Chain);
        return leaf.CopyWithPrivateKey(key);
    }

    /// <summary>Writes chain, key and authority as PEM files.</summary>
    public (string Chain, string Key, string Authority) Write(string folder)
    {
        Directory.CreateDirectory(folder);
        (string Chain, string Key, string Authority) files = (Path.Combine(folder, Id + ".pem"), Path.Combine(folder, Id + ".key"), Path.Combine(folder, "authority.pem"));
        File.WriteAllText(files.Chain, Answer.Certificate.Chain);
        File.WriteAllText(files.Key, Key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Authority, Answer.Certificate.Authority);
        return files;
    }
}
