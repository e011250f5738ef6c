using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Enrolment;

namespace Edge.Agent.Cloud;

/// <summary>
/// First contact: finds the cloud's root authority by the pin in the token. The listener shows it in its handshake, or gives it at
/// <c>/api/v1/ca</c>; nothing secret is sent before it is found, and every later connection is verified against it.
/// </summary>
internal static class CloudAuthority
{
    private const int MaximumBytes = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The root authority that <paramref name="token"/> pins; the caller disposes it.</summary>
    /// <exception cref="EnrolmentException">The cloud can't be reached, or is not the one that made the token.</exception>
    public static async Task<X509Certificate2> FindAsync(Uri cloud, EnrolmentToken token, CancellationToken cancellationToken)
    {
        var seen = new List<X509Certificate2>();
        try
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                // Whoever answers is believed nothing here: what it shows and sends only counts where it has the pinned key.
                RemoteCertificateValidationCallback = (_, _, chain, _) =>
                {
                    lock (seen)
                        seen.AddRange(chain?.ChainPolicy.ExtraStore.Concat(chain.ChainElements.Select(element => element.Certificate)).Select(Copy) ?? []);
                    return true;
                },
            };
            using var client = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaximumBytes };
            using HttpResponseMessage answer = await client.GetAsync(new Uri(cloud, "api/v1/ca"), cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.OK)
                seen.AddRange(CertificatesOf(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)));
            X509Certificate2 root = seen.Find(token.IsPinned)
                ?? throw new EnrolmentException($"{cloud} is not the cloud that made this token: it shows no authority with the token's pin. Is the address right? If it is, somebody sits between");
            return Copy(root);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new EnrolmentException($"{cloud} can't be reached: {e.Message}", e);
        }
        finally
        {
            seen.ForEach(certificate => certificate.Dispose());
        }
    }

    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span);

    private static X509Certificate2Collection CertificatesOf(string pem)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            // No certificates: then none of them is pinned.
        }

        return found;
    }
}
