using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Agent.Cloud;

/// <summary>
/// HTTP to the cloud: only its own authorities are believed, and the device shows its certificate where it has one. After a renewal new connections
/// use the new certificate, what runs on old ones ends in peace. Thread safe.
/// </summary>
internal sealed class CloudHttp : IDisposable
{
    private const int MaximumAnswerBytes = 1 << 20;
    private readonly RenewableHandler _handler;

    private CloudHttp(Uri cloud, RenewableHandler handler)
    {
        _handler = handler;
        Client = new HttpClient(handler, disposeHandler: false) { BaseAddress = cloud, MaxResponseContentBufferSize = MaximumAnswerBytes, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>The client; relative addresses are the cloud's. Bodies that are buffered are bounded; streamed ones are the caller's to bound.</summary>
    public HttpClient Client { get; }

    /// <summary>Without a certificate of its own, as before enrolment.</summary>
    public static CloudHttp Anonymous(Uri cloud, X509Certificate2Collection roots) => new(cloud, new RenewableHandler(Handler(roots, null)));

    /// <summary>As the enrolled device.</summary>
    /// <exception cref="EnrolmentException">Certificate or key can't be used.</exception>
    public static CloudHttp Of(DeviceEnrolment enrolment, EnrolmentFolder folder) => new(enrolment.Cloud, new RenewableHandler(Handler(enrolment, folder)));

    /// <summary>New connections go by <paramref name="enrolment"/>.</summary>
    /// <exception cref="EnrolmentException">Certificate or key can't be used; the old ones stay.</exception>
    public void Renew(DeviceEnrolment enrolment, EnrolmentFolder folder) => _handler.Replace(Handler(enrolment, folder));

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    private static SocketsHttpHandler Handler(DeviceEnrolment enrolment, EnrolmentFolder folder)
    {
        X509Certificate2Collection roots = CertificateCheck.Read(enrolment.Ca, $"the authority in '{folder.Folder}'");
        X509Certificate2Collection chain = CertificateCheck.Read(enrolment.Certificate, $"the certificate in '{folder.Folder}'");
        try
        {
            X509Certificate2 own = X509Certificate2.CreateFromPem(enrolment.Certificate, File.ReadAllText(folder.KeyFile));
            return Handler(roots, SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            // Nothing of the key's file goes into the error.
            throw new EnrolmentException($"the device's certificate and its key '{folder.KeyFile}' do not go together ({e.GetType().Name}); enrol again: edge-agent enroll --again", e is IOException ? e : null);
        }
    }

    private static SocketsHttpHandler Handler(X509Certificate2Collection roots, SslStreamCertificateContext? own)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy, ClientCertificateContext = own },
        };
    }

    /// <summary>Sends through the newest handler; those before it live until the end, since requests may still run on them and idle connections close by themselves.</summary>
    private sealed class RenewableHandler(SocketsHttpHandler first) : HttpMessageHandler
    {
        private readonly Lock _gate = new();
        private readonly List<HttpMessageInvoker> _all = [new(first, disposeHandler: true)];

        public void Replace(SocketsHttpHandler next)
        {
            lock (_gate)
                _all.Add(new HttpMessageInvoker(next, disposeHandler: true));
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpMessageInvoker newest;
            lock (_gate)
                newest = _all[^1];
            return newest.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _all.ForEach(invoker => invoker.Dispose());
            base.Dispose(disposing);
        }
    }
}
