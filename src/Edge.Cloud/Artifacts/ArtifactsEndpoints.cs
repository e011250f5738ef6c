namespace Edge.Cloud.Artifacts;

/// <summary>The routes of this folder.</summary>
internal static class ArtifactsEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);
}
