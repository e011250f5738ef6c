using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;
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
    private readonly string _folder;

    private TestCloud(WebApplication application, string folder)
    {
        _application = application;
        _folder = folder;
        OperatorUrl = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Anonymous = new HttpClient { BaseAddress = OperatorUrl };
    }

    /// <summary>Where operators connect.</summary>
    public Uri OperatorUrl { get; }

    /// <summary>An operator's client that has not signed in.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>The cloud's own services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Starts a cloud.</summary>
    /// <param name="adjust">Changes its services before it is built, such as the clock.</param>
    public static async Task<TestCloud> StartAsync(Action<WebApplicationBuilder>? adjust = null)
    {
        string folder = Directory.CreateTempSubdirectory("edge-cloud-").FullName;
        var settings = new CloudSettings { DataPath = folder, Listen = new ListenSettings { OperatorPort = 0, DeviceAddress = "127.0.0.1", DevicePort = 0 } };
        WebApplication application = await CloudApplication.CreateAsync(
            settings,
            builder =>
            {
                builder.Logging.ClearProviders();
                adjust?.Invoke(builder);
            },
            CancellationToken.None);
        await application.StartAsync();
        return new TestCloud(application, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
