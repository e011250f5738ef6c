using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Contracts.Enrolment;

namespace Edge.Agent.Cloud;

/// <summary>
/// First contact: asks for the cloud's root authority (<c>/api/v1/ca</c>) and takes it where its key has the pin in the token. Nothing secret is sent before
/// that, and every later connection is verified against it.
/// </summary>
internal static class CloudAuthority
{
    private const int MaximumBytes = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The root authority that <paramref name="token"/> pins; the caller disposes it.</summary>
    /// <exception cref="EnrolmentException">The cloud can't be reached, or is not the one that made the token.</exception>
    [SuppressMessage("Security", "CA5359", Justification = "Nothing of this connection is believed but a certificate whose key has the token's pin, and nothing secret is sent on it.")]
    public static async Task<X509Certificate2> FindAsync(Uri cloud, EnrolmentToken token, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            // Whoever answers is believed nothing on this connection: what it sends only counts where it has the pinned key.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        using var client = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaximumBytes };
        AuthorityAnswer? answer;
        try
        {
            answer = await client.GetFromJsonAsync(new Uri(cloud, "api/v1/ca"), EnrolmentJson.Default.AuthorityAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EnrolmentException($"{cloud} can't be reached, or is no cloud of ours: {e.Message}", e);
        }

        X509Certificate2? root = Read(answer?.Root ?? "");
        if (root is not null && SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo()).AsSpan().SequenceEqual(token.Authority))
            return root;
        root?.Dispose();
        throw new EnrolmentException($"{cloud} is not the cloud that made this token: its authority has not the token's pin. Is the address right? If it is, somebody sits between; nothing secret was sent");
    }

    private static X509Certificate2? Read(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
