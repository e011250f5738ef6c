using Edge.Cloud.Artifacts;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;

namespace Edge.Cloud.Ingest;

/// <summary><c>/api/v1/alerts</c>: search, one alert, its picture, take note, mark.</summary>
internal static class AlertEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder alerts = routes.MapGroup("/api/v1/alerts").RequireAuthorization(Policies.Viewer).WithTags("Alerts");
        alerts.MapGet("", SearchAsync);
        alerts.MapGet("{device}/{alertId}", async Task<IResult> (string device, string alertId, AlertStore store, CancellationToken cancel) =>
            await store.FindAsync(device, alertId, cancel) is { } alert ? TypedResults.Ok(alert) : ApiProblem.Absent("alert", $"{device}/{alertId}"));
        alerts.MapGet("{device}/{alertId}/picture", (string device, string alertId, EvidenceStore store, IArtifactStore artifacts, HttpContext context) =>
            PictureResults.EvidenceAsync(device, alertId, store, artifacts, context));
        alerts.MapPost("{device}/{alertId}/acknowledge", async Task<IResult> (string device, string alertId, AlertStore store, HttpContext context) =>
            await store.AcknowledgeAsync(device, alertId, context.Actor(), context.RequestAborted) ? TypedResults.NoContent() : ApiProblem.Absent("alert", $"{device}/{alertId}"))
            .RequireAuthorization(Policies.Operator);
        alerts.MapPut("{device}/{alertId}/mark", MarkAsync).RequireAuthorization(Policies.Operator);
    }

    private static async Task<IResult> SearchAsync(
        AlertStore store,
        CancellationToken cancel,
        string? site = null,
        string? device = null,
        string? camera = null,
        string? rule = null,
        string? @class = null,
        string? mark = null,
        bool? acknowledged = null,
        bool? open = null,
        DateTimeOffset? since = null,
        DateTimeOffset? until = null,
        string? before = null,
        int limit = 100)
    {
        if (MarkedPage.Fault(limit, mark, before, out PageKey? key) is { } fault)
            return fault;
        (IReadOnlyList<AlertRecord> alerts, PageKey? next) = await store.SearchAsync(
            new AlertFilter
            {
                Site = site,
                Device = device,
                Camera = camera,
                Rule = rule,
                Class = @class,
                Mark = mark,
                Acknowledged = acknowledged,
                Open = open,
                Since = since,
                Until = until,
                Before = key,
                Limit = limit,
            },
            cancel);
        return TypedResults.Ok(new AlertPage(alerts, next?.ToString()));
    }

    private static async Task<IResult> MarkAsync(string device, string alertId, AlertMark body, AlertStore store, EvidenceStore evidence, HttpContext context)
    {
        if (body.Fault() is { } fault)
            return ApiProblem.Bad("badMark", fault);
        if (!await store.MarkAsync(device, alertId, body, context.Actor(), context.RequestAborted))
            return ApiProblem.Absent("alert", $"{device}/{alertId}");
        // What is marked is worth learning from, and for that its picture is needed.
        if (body.Mark is not null)
            await evidence.WishAsync(device, alertId, EvidenceKinds.Alert, context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary>A page of alerts.</summary>
    /// <param name="Alerts">The newest first.</param>
    /// <param name="Next">Give it as <c>before</c> for the next page; null: this is the last one.</param>
    internal sealed record AlertPage(IReadOnlyList<AlertRecord> Alerts, string? Next);
}
