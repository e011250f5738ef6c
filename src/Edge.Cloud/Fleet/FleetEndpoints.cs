namespace Edge.Cloud.Fleet;

/// <summary>The routes of this folder.</summary>
internal static class FleetEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        EnrolmentEndpoints.Map(routes);
        DeviceEndpoints.Map(routes);
        EventEndpoints.Map(routes);
    }
}
