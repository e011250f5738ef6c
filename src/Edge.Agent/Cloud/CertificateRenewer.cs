using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Agent.Identity;
using Edge.Contracts.Enrolment;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Cloud;

/// <summary>
/// Renews the device's certificate before its end: a request for the same key, sent under the certificate in force; the answer is checked and kept with one
/// rename before anybody uses it. The old one stays good until its own end, so a failure at any step costs nothing but a later try.
/// </summary>
/// <param name="folder">Where the enrolment is kept.</param>
/// <param name="http">The way to the cloud; new connections get the new certificate.</param>
/// <param name="renewed">Hears of each new certificate, for the broker's connection.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Hears of renewals and failures.</param>
internal sealed class CertificateRenewer(EnrolmentFolder folder, CloudHttp http, Action renewed, TimeProvider time, ILogger<CertificateRenewer> log) : BackgroundService
{
    /// <summary>Renews now.</summary>
    /// <exception cref="EnrolmentException">The cloud can't be reached, refuses, or answers what can't be used; the old certificate stays in force.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        DeviceEnrolment old = Load();
        using DeviceKey key = DeviceKey.Load(folder.DataPath);
        IssuedCertificate issued = await AskAsync(Enroller.Csr(key, old.Device), cancellationToken).ConfigureAwait(false);
        CertificateCheck.Require(issued.Chain, issued.Authority, old.Device, Convert.FromBase64String(key.Public.ToBase64()), time.GetUtcNow());
        DeviceEnrolment next = old with { Certificate = issued.Chain, RenewAfter = issued.RenewAfter, Ca = WithRoot(old.Ca, issued.Authority) };
        folder.Save(next);
        http.Renew(next, folder);
        log.LogInformation("The device's certificate is renewed; it is valid until {NotAfter:u}", issued.NotAfter.UtcDateTime);
        renewed();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                DeviceEnrolment enrolment = Load();
                (DateTimeOffset notBefore, DateTimeOffset notAfter) = LifeOf(enrolment);
                DateTimeOffset due = RenewalPolicy.DueAt(notBefore, notAfter, enrolment.RenewAfter, enrolment.Device);
                TimeSpan wait = RenewalPolicy.WaitFor(time.GetUtcNow(), due, notAfter, failures);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
                if (time.GetUtcNow() < due)
                    continue;
                await RenewAsync(stoppingToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // loop edge: what is in force stays, and there is time for more tries
            {
                failures++;
                log.LogWarning("The device's certificate could not be renewed, try {Try}: {Reason}", failures, e.Message);
                if (e is not EnrolmentException)
                    log.LogDebug(e, "Renewal");
            }
        }
    }

    private static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) LifeOf(DeviceEnrolment enrolment)
    {
        using X509Certificate2 own = CertificateCheck.Read(enrolment.Certificate, "the device's certificate")[0];
        return (own.NotBefore.ToUniversalTime(), own.NotAfter.ToUniversalTime());
    }

    // A cloud that changes its root sends the new one while it still shows the old: both are trusted, the newest first, and no more than two.
    private static string WithRoot(string trusted, string sent)
    {
        X509Certificate2Collection old = CertificateCheck.Read(trusted, "the authority in force");
        X509Certificate2 next = CertificateCheck.Read(sent, "what the cloud sent as its authority")[0];
        IEnumerable<X509Certificate2> kept = old.Where(root => root.Thumbprint != next.Thumbprint).Take(1).Prepend(next);
        return string.Concat(kept.Select(root => root.ExportCertificatePem() + "\n"));
    }

    private DeviceEnrolment Load() => folder.Load() ?? throw new EnrolmentException($"the enrolment in '{folder.Folder}' is gone");

    private async Task<IssuedCertificate> AskAsync(string csr, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.Client.PostAsJsonAsync(
                new Uri("api/v1/device/certificate", UriKind.Relative), new CertificateRenewal(csr), EnrolmentJson.Default.CertificateRenewal, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new EnrolmentException($"the cloud refuses to renew the certificate: {await CloudAnswers.DescribeAsync(answer, cancellationToken).ConfigureAwait(false)}");
            return await answer.Content.ReadFromJsonAsync(EnrolmentJson.Default.IssuedCertificate, cancellationToken).ConfigureAwait(false)
                ?? throw new EnrolmentException("the cloud answered nothing");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EnrolmentException($"the cloud can't be reached to renew the certificate: {e.Message}", e);
        }
    }
}
