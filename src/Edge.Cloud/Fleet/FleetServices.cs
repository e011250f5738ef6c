using Edge.Cloud.Configuration;
using Edge.Cloud.Fleet.Broker;

namespace Edge.Cloud.Fleet;

/// <summary>The devices and what changes about them.</summary>
internal static class FleetServices
{
    /// <summary>Adds them. Order: the feed starts before those who read it.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton<FleetFeed>();
        services.AddSingleton<DeviceDirectory>();
        services.AddSingleton<DeviceRegistry>();
        services.AddSingleton<DesiredStates>();
        services.AddSingleton<EnrolmentTickets>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<Revocation>();
        services.AddSingleton<BrokerSession>();
        services.AddSingleton<BrokerGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<FleetFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<BrokerGuard>());
    }
}
