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
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Edge.Cloud.Hosting;

/// <summary>Puts the cloud together: services, listeners, middleware, routes.</summary>
internal static class CloudApplication
{
    // What is larger says so on its own route (artifacts, evidence).
    private const long MaximumBodyBytes = 1024 * 1024;

    /// <summary>An application that is ready to start; its schema is up to date and its authority is there.</summary>
    /// <exception cref="InvalidOperationException">Settings, schema or authority do not fit.</exception>
    public static async Task<WebApplication> CreateAsync(CloudSettings settings, Action<WebApplicationBuilder>? adjust, CancellationToken cancel)
    {
        SettingsChecks.Check(settings);
        PrivateFile.CreateFolder(settings.DataPath);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "edge-cloud", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings.Listen));
        // Requests and their headers are none of the log's business; what matters has lines of its own.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Edge.Cloud.Security", LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        AddServices(builder.Services, settings);
        adjust?.Invoke(builder);
        WebApplication application = builder.Build();
        await application.Services.GetRequiredService<Migrator>().RunAsync(cancel);
        await application.Services.GetRequiredService<AuthorityFact>().CheckAsync(cancel);
        application.Services.GetRequiredService<ServerIdentity>().Renew();
        UseMiddleware(application, settings.Listen);
        MapRoutes(application);
        return application;
    }

    /// <summary>Adds every part's services.</summary>
    internal static void AddServices(IServiceCollection services, CloudSettings settings)
    {
        services.AddSingleton(settings);
        services.AddProblemDetails();
        services.AddExceptionHandler<BadRequestHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi();
        ApiJson.Add(services);
        StorageServices.Add(services, settings);
        SecurityServices.Add(services, settings);
        FleetServices.Add(services, settings);
        IngestServices.Add(services, settings);
        ReleasesServices.Add(services, settings);
        ArtifactsServices.Add(services, settings);
        RolloutsServices.Add(services, settings);
        DashboardServices.Add(services, settings);
    }

    private static void Listen(KestrelServerOptions kestrel, ListenSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes;
        kestrel.Listen(IPAddress.Parse(settings.OperatorAddress), settings.OperatorPort, options =>
        {
            options.Mark(Listener.Operators);
            if (settings.OperatorCertificateFile.Length > 0)
                options.UseHttps(Tls.Operators(settings));
        });
        kestrel.Listen(IPAddress.Parse(settings.DeviceAddress), settings.DevicePort, options =>
        {
            options.Mark(Listener.Devices);
            options.UseHttps(Tls.Devices(kestrel.ApplicationServices.GetRequiredService<ServerIdentity>()));
        });
    }

    private static void UseMiddleware(WebApplication application, ListenSettings listen)
    {
        // Otherwise whoever is behind the proxy would be one and the same to the rate limits, and cookies would not be kept to TLS.
        if (listen.BehindProxy)
            application.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 });
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        application.UseListenerRouting();
        application.UseAuthentication();
        application.UseAuthorization();
        application.UseRateLimiter();
    }

    private static void MapRoutes(WebApplication application)
    {
        application.MapOpenApi("/api/v1/openapi.json").RequireAuthorization(Policies.Viewer);
        application.MapGet("/healthz", () => "ok").AllowAnonymous().ServedOn(Listener.Both).ExcludeFromDescription();
        SecurityEndpoints.Map(application);
        FleetEndpoints.Map(application);
        IngestEndpoints.Map(application);
        ReleasesEndpoints.Map(application);
        ArtifactsEndpoints.Map(application);
        RolloutsEndpoints.Map(application);
        DashboardEndpoints.Map(application);
    }
}
