using Edge.Cloud.Hosting;
using Edge.Cloud.Security;

namespace Edge.Cloud.Ingest;

/// <summary><c>/api/v1/verdicts</c>: search, one verdict, mark.</summary>
internal static class VerdictEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder verdicts = routes.MapGroup("/api/v1/verdicts").RequireAuthorization(Policies.Viewer).WithTags("Verdicts");
        verdicts.MapGet("", SearchAsync);
        verdicts.MapGet("{device}/{partId}", async Task<IResult> (string device, string partId, VerdictStore store, CancellationToken cancel) =>
            await store.FindAsync(device, partId, cancel) is { } verdict ? TypedResults.Ok(verdict) : ApiProblem.Absent("verdict", $"{device}/{partId}"));
        verdicts.MapPut("{device}/{partId}/mark", MarkAsync).RequireAuthorization(Policies.Operator);
    }

    private static async Task<IResult> SearchAsync(
        VerdictStore store,
        CancellationToken cancel,
        string? site = null,
        string? device = null,
        string? station = null,
        string? product = null,
        string? outcome = null,
        string? defect = null,
        string? mark = null,
        DateTimeOffset? since = null,
        DateTimeOffset? until = null,
        string? before = null,
        int limit = 100)
    {
        if (MarkedPage.Fault(limit, mark, before, out PageKey? key) is { } fault)
            return fault;
        (IReadOnlyList<VerdictRecord> verdicts, PageKey? next) = await store.SearchAsync(
            new VerdictFilter { Site = site, Device = device, Station = station, Product = product, Outcome = outcome, Defect = defect, Mark = mark, Since = since, Until = until, Before = key, Limit = limit },
            cancel);
        return TypedResults.Ok(new VerdictPage(verdicts, next?.ToString()));
    }

    private static async Task<IResult> MarkAsync(string device, string partId, AlertMark body, VerdictStore store, EvidenceStore evidence, HttpContext context)
    {
        if (body.Fault() is { } fault)
            return ApiProblem.Bad("badMark", fault);
        if (!await store.MarkAsync(device, partId, body, context.Actor(), context.RequestAborted))
            return ApiProblem.Absent("verdict", $"{device}/{partId}");
        if (body.Mark is not null)
            await evidence.WishAsync(device, partId, EvidenceKinds.Verdict, context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary>A page of verdicts.</summary>
    /// <param name="Verdicts">The newest first.</param>
    /// <param name="Next">Give it as <c>before</c> for the next page; null: this is the last one.</param>
    internal sealed record VerdictPage(IReadOnlyList<VerdictRecord> Verdicts, string? Next);
}
