namespace Edge.Cloud.Ingest;

/// <summary>The routes of this folder.</summary>
internal static class IngestEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        AlertEndpoints.Map(routes);
        VerdictEndpoints.Map(routes);
        FeedbackEndpoints.Map(routes);
        DevicePictureEndpoints.Map(routes);
        TelemetryEndpoints.Map(routes);
    }
}
