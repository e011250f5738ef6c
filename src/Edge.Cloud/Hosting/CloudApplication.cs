using System.Net;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Configuration;
using Edge.Cloud.Dashboard;
using Edge.Cloud.Fleet;
using Edge.Cloud.Ingest;
using Edge.Cloud.Releases;
using Edge.Cloud.Rollouts;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Hosting;

/// <summary>Puts the cloud together: services, listeners, middleware, routes.</summary>
internal static class CloudApplication
{
    /// <summary>An application that is ready to start; its schema is up to date.</summary>
    public static async Task<WebApplication> CreateAsync(CloudSettings settings, Action<WebApplicationBuilder>? adjust, CancellationToken cancel)
    {
        PrepareFolder(settings.DataPath);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "edge-cloud", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(settings.Listen.OperatorAddress), settings.Listen.OperatorPort);
        });
        AddServices(builder.Services, settings);
        adjust?.Invoke(builder);
        WebApplication application = builder.Build();
        await application.Services.GetRequiredService<Migrator>().RunAsync(cancel);
        application.MapOpenApi("/api/v1/openapi.json");
        application.MapGet("/healthz", () => "ok").ExcludeFromDescription();
        SecurityEndpoints.Map(application);
        FleetEndpoints.Map(application);
        IngestEndpoints.Map(application);
        ReleasesEndpoints.Map(application);
        ArtifactsEndpoints.Map(application);
        RolloutsEndpoints.Map(application);
        DashboardEndpoints.Map(application);
        return application;
    }

    private static void AddServices(IServiceCollection services, CloudSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.AddOpenApi();
        StorageServices.Add(services, settings);
        SecurityServices.Add(services, settings);
        FleetServices.Add(services, settings);
        IngestServices.Add(services, settings);
        ReleasesServices.Add(services, settings);
        ArtifactsServices.Add(services, settings);
        RolloutsServices.Add(services, settings);
        DashboardServices.Add(services, settings);
    }

    /// <summary>Keys and a database lie in it: nobody else may read.</summary>
    private static void PrepareFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
