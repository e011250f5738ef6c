using Edge.Cloud.Configuration;

namespace Edge.Cloud.Rollouts;

/// <summary>The services of this folder.</summary>
internal static class RolloutsServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings.Rollouts);
        services.AddSingleton<FleetReader>();
        services.AddSingleton<RolloutStore>();
        services.AddSingleton<RolloutService>();
        services.AddHostedService<RolloutLoop>();
    }
}
