using Edge.Cloud.Configuration;

namespace Edge.Cloud.Dashboard;

/// <summary>The services of this folder.</summary>
internal static class DashboardServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton<SiteFiles>();
        services.AddSingleton<FleetGlance>();
        services.AddSingleton<DeviceDetails>();
    }
}
