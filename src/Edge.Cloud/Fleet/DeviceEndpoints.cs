using Edge.Cloud.Fleet.Broker;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;

namespace Edge.Cloud.Fleet;

/// <summary><c>/api/v1/devices</c>: who is in the fleet, labels, revocation.</summary>
internal static class DeviceEndpoints
{
    private const int MaximumReasonLength = 200;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder devices = routes.MapGroup("/api/v1/devices").RequireAuthorization(Policies.Viewer).WithTags("Devices");
        devices.MapGet("", ListAsync);
        devices.MapGet("summary", (DeviceRegistry registry, CancellationToken cancel) => registry.CountAsync(cancel));
        devices.MapGet("{id}", async Task<IResult> (string id, DeviceRegistry registry, CancellationToken cancel) =>
            await registry.FindAsync(id, cancel) is { } device ? TypedResults.Ok(device) : ApiProblem.Absent("device", id));
        devices.MapPut("{id}/labels", SetLabelsAsync).RequireAuthorization(Policies.Operator);
        devices.MapPost("{id}/revoke", RevokeAsync).RequireAuthorization(Policies.Admin);
    }

    private static async Task<IResult> ListAsync(
        DeviceRegistry registry, CancellationToken cancel, string? site = null, string[]? label = null, string? status = null, string? text = null, bool revoked = false, string after = "", int limit = 100)
    {
        if (limit is < 1 or > DeviceFilter.MaximumLimit)
            return ApiProblem.Bad("badLimit", $"limit is {limit}; 1 to {DeviceFilter.MaximumLimit} are allowed");
        Dictionary<string, string> labels = [];
        foreach (string one in label ?? [])
        {
            if (Labels.Parse(one) is not { } pair || !labels.TryAdd(pair.Key, pair.Value))
                return ApiProblem.Bad("badLabel", "label: name:value is allowed, each name once");
        }

        var filter = new DeviceFilter { Site = site, Labels = labels, Status = status, Text = text, IncludeRevoked = revoked, After = after, Limit = limit };
        IReadOnlyList<Device> page = await registry.ListAsync(filter, cancel);
        return TypedResults.Ok(new DevicePage(page, page.Count == limit ? page[^1].Id : null));
    }

    private static async Task<IResult> SetLabelsAsync(string id, Dictionary<string, string> labels, DeviceRegistry registry, HttpContext context)
    {
        if (Labels.Fault(labels) is { } fault)
            return ApiProblem.Bad("badLabel", fault);
        return await registry.SetLabelsAsync(id, labels, context.Actor(), context.RequestAborted) ? TypedResults.NoContent() : ApiProblem.Absent("device", id);
    }

    private static async Task<IResult> RevokeAsync(string id, RevocationReason body, Revocation revocation, BrokerGuard guard, HttpContext context)
    {
        if (body.Reason.Length is 0 or > MaximumReasonLength || body.Reason.Any(char.IsControl))
            return ApiProblem.Bad("badReason", $"reason: 1 to {MaximumReasonLength} characters without control characters are allowed");
        if (!await revocation.RevokeAsync(id, body.Reason, context.Actor(), context.RequestAborted))
            return ApiProblem.Absent("device", id);
        // The deed is done and committed: whoever asked may go away now, the broker is told all the same.
        await guard.ShutOutAsync(id, CancellationToken.None);
        return TypedResults.NoContent();
    }

    /// <summary>Body of a revocation.</summary>
    /// <param name="Reason">For the audit log.</param>
    internal sealed record RevocationReason(string Reason);

    /// <summary>A page of devices.</summary>
    /// <param name="Devices">By id.</param>
    /// <param name="Next">Give it as <c>after</c> for the next page; null: this is the last one.</param>
    internal sealed record DevicePage(IReadOnlyList<Device> Devices, string? Next);
}
