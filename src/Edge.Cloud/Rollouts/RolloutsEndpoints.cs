namespace Edge.Cloud.Rollouts;

/// <summary>The routes of this folder.</summary>
internal static class RolloutsEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);
}
