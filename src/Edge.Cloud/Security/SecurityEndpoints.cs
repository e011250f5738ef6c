namespace Edge.Cloud.Security;

/// <summary>The routes of this folder.</summary>
internal static class SecurityEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        OperatorEndpoints.Map(routes);
    }
}
