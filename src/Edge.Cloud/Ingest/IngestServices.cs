using Edge.Cloud.Configuration;

namespace Edge.Cloud.Ingest;

/// <summary>The services of this folder.</summary>
internal static class IngestServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
    }
}
