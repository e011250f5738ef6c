using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Agent.Identity;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Topics;

namespace Edge.Agent.Cloud;

/// <summary>
/// Makes the device part of a fleet:
/// <list type="number">
/// <item>find the cloud's root authority by the token's pin;</item>
/// <item>make the device's key, if there is none yet, and a certificate request for it: the key never leaves;</item>
/// <item>send token and request, on a connection verified against that root;</item>
/// <item>check the answer: the certificate is for this key and device, of this root;</item>
/// <item>keep all of it with one rename.</item>
/// </list>
/// Cut short at any step, nothing has changed but that the token may be spent.
/// </summary>
public sealed class Enroller(EnrolmentFolder folder, TimeProvider time)
{
    /// <summary>Enrols.</summary>
    /// <param name="cloud">Base address of the cloud's listener for devices, https.</param>
    /// <param name="token">The one-time token.</param>
    /// <param name="hardware">What the device is.</param>
    /// <param name="wish">Device id and site that the device would like; null leaves them to token and cloud.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EnrolmentException">The cloud can't be reached, is another, refuses, or answers what can't be used.</exception>
    /// <exception cref="DeviceKeyException">The device's key can't be read or made.</exception>
    public async Task<DeviceEnrolment> EnrolAsync(Uri cloud, EnrolmentToken token, HardwareIdentity hardware, (string? Device, string? Site) wish, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(hardware);
        using X509Certificate2 root = await CloudAuthority.FindAsync(cloud, token, cancellationToken).ConfigureAwait(false);
        using DeviceKey key = DeviceKey.Load(folder.DataPath);
        var request = new EnrolmentRequest(token.Reveal(), Csr(key, wish.Device ?? "device"), hardware.Hardware, hardware.Serial) { Device = wish.Device, Site = wish.Site };
        EnrolmentAnswer answer = await SendAsync(cloud, root, request, cancellationToken).ConfigureAwait(false);
        DeviceEnrolment enrolment = Check(cloud, answer, root, key, hardware);
        folder.Save(enrolment);
        return enrolment;
    }

    /// <summary>A certificate request for the device's key.</summary>
    internal static string Csr(DeviceKey key, string name)
    {
        using ECDsa open = key.Open();
        return new CertificateRequest(new X500DistinguishedName($"CN={X500Text(name)}"), open, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    private static string X500Text(string name) => new([.. name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').Take(64)]);

    private static async Task<EnrolmentAnswer> SendAsync(Uri cloud, X509Certificate2 root, EnrolmentRequest request, CancellationToken cancellationToken)
    {
        using CloudHttp http = CloudHttp.Anonymous(cloud, [root]);
        try
        {
            using HttpResponseMessage answer = await http.Client.PostAsJsonAsync(new Uri("api/v1/enroll", UriKind.Relative), request, EnrolmentJson.Default.EnrolmentRequest, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new EnrolmentException($"{cloud} refuses the enrolment: {await CloudAnswers.DescribeAsync(answer, cancellationToken).ConfigureAwait(false)}");
            return await answer.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentAnswer, cancellationToken).ConfigureAwait(false)
                ?? throw new EnrolmentException($"{cloud} answered nothing");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EnrolmentException($"{cloud} can't be used for enrolment: {e.Message}", e);
        }
    }

    private DeviceEnrolment Check(Uri cloud, EnrolmentAnswer answer, X509Certificate2 root, DeviceKey key, HardwareIdentity hardware)
    {
        if (!EdgeId.IsValid(answer.Device) || !EdgeId.IsValid(answer.Site))
            throw new EnrolmentException($"{cloud} answered a device or site that is no id; allowed: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_'");
        string host = answer.Broker.Host.Length > 0 ? answer.Broker.Host : cloud.Host;
        if (answer.Broker.Port is < 1 or > 65535 || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new EnrolmentException($"{cloud} answered a broker that is none: a host name or address and a port from 1 to 65535 are needed");
        // Only the pinned root is taken, whatever the answer calls its authority.
        string ca = root.ExportCertificatePem() + "\n";
        CertificateCheck.Require(answer.Certificate.Chain, ca, answer.Device, Convert.FromBase64String(key.Public.ToBase64()), time.GetUtcNow());
        return new DeviceEnrolment
        {
            Device = answer.Device,
            Site = answer.Site,
            Hardware = hardware.Hardware,
            Serial = hardware.Serial,
            Cloud = new Uri(cloud.GetLeftPart(UriPartial.Authority) + "/"),
            BrokerHost = host,
            BrokerPort = answer.Broker.Port,
            Certificate = answer.Certificate.Chain,
            RenewAfter = answer.Certificate.RenewAfter,
            Ca = ca,
            TrustedRoot = answer.TrustedRoot,
            EnrolledAt = time.GetUtcNow(),
        };
    }
}
