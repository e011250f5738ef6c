using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Evidence;
using Edge.Testing.Brokers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Tests.Cloud;

/// <summary>A cloud's enrolment that answers what a test wants, wrong things too, which the real one never would; over real TLS on a free port of loopback.</summary>
internal sealed class TestEnrolmentCloud : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-cloud-").FullName;

    private TestEnrolmentCloud(TestAuthority authority, TestAuthority? shown)
    {
        Authority = authority;
        (string certificate, string key) = authority.Issue(_folder, "cloud", ["127.0.0.1"]);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, key),
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (client, _, _) => client.Issuer == authority.Root.Subject,
        })));
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, EnrolmentJson.Default));
        _application = builder.Build();
        _application.MapGet("/api/v1/ca", () => new AuthorityAnswer((shown ?? authority).RootPem, ""));
        _application.MapPost("/api/v1/enroll", (EnrolmentRequest request) =>
        {
            Requests.Add(request);
            return Answer is { } answer ? Results.Json(answer(request), EnrolmentJson.Default.EnrolmentAnswer) : Results.Problem("the token was used before", statusCode: 403, title: "Not enrolled");
        });
        _application.MapPost("/api/v1/device/certificate", (HttpContext context, CertificateRenewal request) =>
        {
            Renewals.Add(context.Connection.ClientCertificate?.Subject ?? "");
            return Renew is { } renew ? Results.Json(renew(request), EnrolmentJson.Default.IssuedCertificate) : Results.StatusCode(503);
        });
        _application.MapPut("/api/v1/device/pictures/{subject}", TakePictureAsync);
    }

    /// <summary>Pictures that came, with the certificate's subject that they came under.</summary>
    public ConcurrentQueue<(string Subject, PictureAbout About, byte[] Jpeg)> Pictures { get; } = [];

    /// <summary>What the next uploads are answered; 201 when there are no more.</summary>
    public ConcurrentQueue<int> UploadAnswers { get; } = [];

    public TestAuthority Authority { get; }

    public List<EnrolmentRequest> Requests { get; } = [];

    /// <summary>Subjects of the certificates that renewals were asked with.</summary>
    public List<string> Renewals { get; } = [];

    /// <summary>What an enrolment gets; null is a refusal.</summary>
    public Func<EnrolmentRequest, EnrolmentAnswer>? Answer { get; set; }

    /// <summary>What a renewal gets; null is a cloud that is out of order.</summary>
    public Func<CertificateRenewal, IssuedCertificate>? Renew { get; set; }

    public Uri Address { get; private set; } = null!;

    public EnrolmentToken Token => EnrolmentToken.Create(SHA256.HashData(Authority.Root.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <param name="authority">Signs for the listener and for devices.</param>
    /// <param name="shown">The authority that it claims to be; null is the true one.</param>
    public static async Task<TestEnrolmentCloud> StartAsync(TestAuthority authority, TestAuthority? shown = null)
    {
        var cloud = new TestEnrolmentCloud(authority, shown);
        await cloud._application.StartAsync();
        cloud.Address = new Uri(cloud._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return cloud;
    }

    /// <summary>A certificate for the key in a request, as a true cloud would issue it.</summary>
    public IssuedCertificate Issue(string csr, string device)
    {
        var request = CertificateRequest.LoadSigningRequestPem(csr, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new IssuedCertificate(Authority.Sign(request.PublicKey, device, now.AddMinutes(-5), now.AddHours(20)), Authority.RootPem, now.AddHours(20), now.AddHours(13));
    }

    private async Task<IResult> TakePictureAsync(string subject, HttpContext context)
    {
        if (UploadAnswers.TryDequeue(out int status) && status != StatusCodes.Status201Created)
            return Results.StatusCode(status);
        IFormCollection form = await context.Request.ReadFormAsync();
        using var jpeg = new MemoryStream();
        await form.Files["picture"]!.CopyToAsync(jpeg);
        PictureAbout about = JsonSerializer.Deserialize(form["about"].Single() ?? "", PictureJson.Default.PictureAbout)!;
        Assert.Equal(subject, about.Subject);
        Pictures.Enqueue((context.Connection.ClientCertificate?.Subject ?? "", about, jpeg.ToArray()));
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
