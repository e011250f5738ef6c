using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Cloud.Configuration;
using Edge.Cloud.Fleet;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Contracts.Enrolment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.Cloud.Tests;

/// <summary>The whole cloud in this process, on free ports, with a folder of its own that goes with it.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<IDisposable> _owned = [];
    private readonly bool _ownsFolder;

    private TestCloud(WebApplication application, CloudSettings settings, bool ownsFolder)
    {
        (_application, Settings, _ownsFolder) = (application, settings, ownsFolder);
        string[] addresses = [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        OperatorUrl = new Uri(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal)));
        DeviceUrl = new Uri(addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        Anonymous = Own(new HttpClient { BaseAddress = OperatorUrl });
    }

    /// <summary>What it was started with.</summary>
    public CloudSettings Settings { get; }

    /// <summary>Where operators connect.</summary>
    public Uri OperatorUrl { get; }

    /// <summary>Where devices connect.</summary>
    public Uri DeviceUrl { get; }

    /// <summary>An operator's client that has not signed in.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>The cloud's own services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Starts a cloud.</summary>
    /// <param name="adjust">Changes its services before it is built, such as the clock.</param>
    /// <param name="change">Changes its settings.</param>
    public static async Task<TestCloud> StartAsync(Action<WebApplicationBuilder>? adjust = null, Func<CloudSettings, CloudSettings>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory("edge-cloud-").FullName;
        var settings = new CloudSettings
        {
            DataPath = folder,
            Listen = new ListenSettings { OperatorPort = 0, DeviceAddress = "127.0.0.1", DevicePort = 0 },
            Rates = new RateSettings { SignInPerMinute = 1000, EnrolPerMinute = 100_000, OperatorPerMinute = 100_000, DevicePerMinute = 100_000 },
        };
        settings = change?.Invoke(settings) ?? settings;
        return await StartAsync(settings, adjust, ownsFolder: true);
    }

    /// <summary>Starts a cloud on PostgreSQL.</summary>
    public static Task<TestCloud> StartOnPostgresAsync(string connectionString, string authorityPath = "") => StartAsync(change: settings => new CloudSettings
    {
        DataPath = settings.DataPath,
        Listen = settings.Listen,
        Rates = settings.Rates,
        Database = new DatabaseSettings { Kind = SqlDialect.Postgres, ConnectionString = connectionString },
        Authority = new AuthoritySettings { Path = authorityPath },
    });

    /// <summary>Starts a cloud with these settings; the folder stays afterwards, so that another one can go on with it.</summary>
    public static Task<TestCloud> StartAsync(CloudSettings settings, Action<WebApplicationBuilder>? adjust = null) => StartAsync(settings, adjust, ownsFolder: false);

    /// <summary>A client that has an API token with this role.</summary>
    public async Task<HttpClient> OperatorAsync(OperatorRole role)
    {
        string name = $"{role}-{Guid.NewGuid():N}".ToLowerInvariant();
        await Services.GetRequiredService<OperatorStore>().AddAsync(name, role, "test", CancellationToken.None);
        string token = (await Services.GetRequiredService<ApiTokenStore>().AddAsync(name, "test", role, TimeSpan.FromDays(1), "test", CancellationToken.None))!;
        var client = Own(new HttpClient { BaseAddress = OperatorUrl });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client on the devices' listener that trusts this cloud's root, with or without a certificate.</summary>
    public HttpClient Device(X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Services.GetRequiredService<CertificateAuthority>().Root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return Own(new HttpClient(handler) { BaseAddress = DeviceUrl });
    }

    /// <summary>A new enrolment token.</summary>
    public async Task<string> TokenAsync(string site = "plant", string? device = null) =>
        (await Services.GetRequiredService<EnrolmentTickets>().CreateAsync(1, site, device, new Dictionary<string, string>(), TimeSpan.FromHours(1), "test", CancellationToken.None))[0].Reveal();

    /// <summary>Enrols a device through the API, as a device does.</summary>
    public async Task<TestDevice> EnrolAsync(string device, string site = "plant")
    {
        var key = Own(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var request = new EnrolmentRequest(await TokenAsync(site), TestDevice.SigningRequest(key), "pi5", "SN-" + device) { Device = device };
        HttpClient stranger = Device();
        using HttpResponseMessage response = await stranger.PostAsJsonAsync(new Uri("/api/v1/enroll", UriKind.Relative), request, EnrolmentJson.Default.EnrolmentRequest);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        EnrolmentAnswer answer = (await response.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentAnswer))!;
        return new TestDevice(answer, key, Own(TestDevice.Certificate(answer.Certificate, key)));
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await _application.StopAsync();
        await _application.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Settings.DataPath, recursive: true);
    }

    private static async Task<TestCloud> StartAsync(CloudSettings settings, Action<WebApplicationBuilder>? adjust, bool ownsFolder)
    {
        WebApplication application = await CloudApplication.CreateAsync(
            settings,
            builder =>
            {
                builder.Logging.ClearProviders();
                adjust?.Invoke(builder);
            },
            CancellationToken.None);
        await application.StartAsync();
        return new TestCloud(application, settings, ownsFolder);
    }

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
