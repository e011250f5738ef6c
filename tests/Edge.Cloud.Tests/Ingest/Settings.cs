using Edge.Cloud.Configuration;
using Edge.Cloud.Ingest;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>Settings that differ in one section.</summary>
internal static class Settings
{
    public static CloudSettings With(CloudSettings settings, IngestSettings ingest) => new()
    {
        DataPath = settings.DataPath,
        Listen = settings.Listen,
        Rates = settings.Rates,
        Ingest = ingest,
    };
}
