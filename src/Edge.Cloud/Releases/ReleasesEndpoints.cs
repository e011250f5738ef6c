namespace Edge.Cloud.Releases;

/// <summary>The routes of this folder.</summary>
internal static class ReleasesEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);
}
