namespace Edge.Cloud.Dashboard;

/// <summary>The routes of this folder.</summary>
internal static class DashboardEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);
}
