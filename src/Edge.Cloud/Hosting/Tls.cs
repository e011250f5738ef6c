using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Edge.Cloud.Hosting;

/// <summary>TLS of the two listeners.</summary>
internal static class Tls
{
    /// <summary>Devices: the cloud's own certificate, renewed without a restart; a client's certificate is asked for, and judged where a route needs it.</summary>
    public static TlsHandshakeCallbackOptions Devices(ServerIdentity identity) => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Server,
            ClientCertificateRequired = true, // Asked for; a device that enrols has none yet.
#pragma warning disable CA5359 // It is a client's certificate: DeviceAuthentication judges it, by the database and the cloud's own clock.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowTlsResume = false, // A session that is taken up again would bring a certificate that nobody looked at again.
        }),
    };

    /// <summary>Operators: the certificate that the settings name.</summary>
    public static HttpsConnectionAdapterOptions Operators(ListenSettings settings)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(settings.OperatorCertificateFile);
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(settings.OperatorCertificateFile, settings.OperatorKeyFile.Length > 0 ? settings.OperatorKeyFile : null),
            ServerCertificateChain = chain,
        };
    }
}
