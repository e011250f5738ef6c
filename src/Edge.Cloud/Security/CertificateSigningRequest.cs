using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Cloud.Security;

/// <summary>A device's request for a certificate (PKCS #10).</summary>
internal static class CertificateSigningRequest
{
    private const int MaximumLength = 8 * 1024;
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The public key of a request that is signed by its own private key; nothing else of the request counts.</summary>
    /// <returns>Null when it is no such request; <paramref name="fault"/> then says why.</returns>
    public static PublicKey? ReadKey(string pem, out string fault)
    {
        fault = "";
        if (pem.Length > MaximumLength)
        {
            fault = $"csr has {pem.Length} characters; {MaximumLength} are allowed";
            return null;
        }

        try
        {
            // Checks the request's own signature: whoever asks has the private key.
            CertificateRequest request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
            using ECDsa? key = request.PublicKey.GetECDsaPublicKey();
            if (key?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
                return request.PublicKey;
            fault = "csr holds a key of another kind; allowed: ECDSA on P-256";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            fault = "csr is no PKCS #10 request in PEM, signed by its own key";
        }

        return null;
    }
}
