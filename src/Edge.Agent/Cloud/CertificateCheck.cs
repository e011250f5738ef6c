using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Agent.Cloud;

/// <summary>Whether what a cloud sent as the device's certificate is one: for this key, this device, of these authorities, valid now. A device that kept another would lock itself out.</summary>
internal static class CertificateCheck
{
    /// <summary>The certificates of a PEM text; the device's own first.</summary>
    /// <exception cref="EnrolmentException">It holds none.</exception>
    public static X509Certificate2Collection Read(string pem, string what)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        return certificates.Count > 0 ? certificates : throw new EnrolmentException($"{what} is no certificate in PEM");
    }

    /// <summary>Checks, and says until when the certificate is valid.</summary>
    /// <param name="certificate">The device's certificate and its authorities, in PEM.</param>
    /// <param name="ca">The roots, in PEM.</param>
    /// <param name="device">The device's id.</param>
    /// <param name="key">The device's public key: SubjectPublicKeyInfo, DER.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="EnrolmentException">It is not the device's.</exception>
    public static DateTimeOffset Require(string certificate, string ca, string device, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        X509Certificate2Collection chain = Read(certificate, "what the cloud sent as the device's certificate");
        X509Certificate2Collection roots = Read(ca, "what the cloud sent as its authority");
        try
        {
            X509Certificate2 own = chain[0];
            if (!own.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key))
                throw new EnrolmentException("the certificate that the cloud sent is for another key than this device's");
            if (own.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != device)
                throw new EnrolmentException($"the certificate that the cloud sent names another device than '{device}'");
            if (now < own.NotBefore || now > own.NotAfter)
                throw new EnrolmentException($"the certificate that the cloud sent is valid from {own.NotBefore.ToUniversalTime():u} to {own.NotAfter.ToUniversalTime():u}, and this device's clock says {now.UtcDateTime:u}; is the clock right?");
            using var builder = new X509Chain();
            builder.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            builder.ChainPolicy.CustomTrustStore.AddRange(roots);
            builder.ChainPolicy.ExtraStore.AddRange(chain);
            builder.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            builder.ChainPolicy.VerificationTime = now.LocalDateTime;
            if (!builder.Build(own))
                throw new EnrolmentException($"the certificate that the cloud sent is not of its authority: {string.Join(", ", builder.ChainStatus.Select(status => status.Status))}");
            return new DateTimeOffset(own.NotAfter.ToUniversalTime());
        }
        finally
        {
            foreach (X509Certificate2 read in chain.Concat(roots))
                read.Dispose();
        }
    }
}
