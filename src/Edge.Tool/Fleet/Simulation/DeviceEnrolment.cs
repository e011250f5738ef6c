using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Contracts.Enrolment;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>Enrols devices as a device does: the root is the one that the token names, the key never leaves this side.</summary>
internal sealed class DeviceEnrolment : IDisposable
{
    private const string Hardware = "simulated";
    private readonly HttpClient _client;

    private DeviceEnrolment(HttpClient client, X509Certificate2 root) => (_client, Root) = (client, root);

    /// <summary>The cloud's root certificate.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Where the broker is; known after the first enrolment.</summary>
    public BrokerAddress? Broker { get; private set; }

    /// <summary>Asks the devices' side of the cloud for its root, and believes it only where <paramref name="token"/> names it.</summary>
    /// <exception cref="CloudRefusedException">It is another one.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public static async Task<DeviceEnrolment> OpenAsync(Uri devices, EnrolmentToken token, CancellationToken cancel)
    {
        // Nothing is sent here but a question, and nothing is believed but what the token vouches for.
        using var stranger = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, errors) => errors != System.Net.Security.SslPolicyErrors.RemoteCertificateNotAvailable } };
        using var asking = new HttpClient(stranger) { BaseAddress = devices };
        AuthorityAnswer answer = await asking.GetFromJsonAsync(new Uri("api/v1/ca", UriKind.Relative), EnrolmentJson.Default.AuthorityAnswer, cancel)
            ?? throw new CloudRefusedException("api/v1/ca: no answer");
        var root = X509Certificate2.CreateFromPem(answer.Root);
        if (!SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo()).AsSpan().SequenceEqual(token.Authority))
            throw new CloudRefusedException($"{devices} has another authority than the token says");
        return Open(devices, root);
    }

    /// <summary>For a cloud whose root is known.</summary>
    public static DeviceEnrolment Open(Uri devices, X509Certificate2 root)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 8 };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck };
        return new DeviceEnrolment(new HttpClient(handler) { BaseAddress = devices }, root);
    }

    /// <summary>Enrols one device.</summary>
    /// <exception cref="CloudRefusedException">It refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<DeviceIdentity> EnrolAsync(string token, string device, string serial, CancellationToken cancel)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string csr = new CertificateRequest($"CN={device}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        using HttpResponseMessage response = await _client.PostAsJsonAsync(
            new Uri("api/v1/enroll", UriKind.Relative), new EnrolmentRequest(token, csr, Hardware, serial) { Device = device }, EnrolmentJson.Default.EnrolmentRequest, cancel);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new CloudRefusedException($"{device} was not enrolled: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel)}");
        EnrolmentAnswer answer = await response.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentAnswer, cancel) ?? throw new JsonException("no answer");
        Broker = answer.Broker;
        return new DeviceIdentity(answer.Site, answer.Device, Hardware, serial, key.ExportPkcs8PrivateKeyPem(), answer.Certificate.Chain);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();
}
