using Edge.Cloud.Configuration;

namespace Edge.Cloud.Ingest;

/// <summary>The services of this folder.</summary>
internal static class IngestServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        services.AddSingleton(settings.Ingest);
        services.AddSingleton<IngestCounters>();
        services.AddSingleton<IngestClock>();
        services.AddSingleton<DeviceKeys>();
        services.AddSingleton<InboundGate>();
        services.AddSingleton<PictureKeeper>();
        services.AddSingleton<IngestWriter>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<VerdictStore>();
        services.AddSingleton<FeedbackStore>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<IBrokerAccess, CloudBrokerAccess>();
        services.AddSingleton<BrokerIdentity>();
        if (!settings.Ingest.Enabled)
            return;
        AddLoop<CloudPublisher>(services);
        AddLoop<ReceiptSender>(services);
        AddLoop<DesiredPublisher>(services);
        AddLoop<IngestLoop>(services);
        AddLoop<RetainedSweep>(services);
        AddLoop<IngestConnection>(services);
        AddLoop<EvidenceRequester>(services);
        AddLoop<HistoryKeeper>(services);
    }

    private static void AddLoop<T>(IServiceCollection services)
        where T : BackgroundService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
