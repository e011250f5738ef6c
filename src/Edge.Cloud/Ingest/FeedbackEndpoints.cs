using Edge.Cloud.Artifacts;
using Edge.Cloud.Fleet;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;

namespace Edge.Cloud.Ingest;

/// <summary><c>/api/v1/feedback</c>: pictures with what people said of them; <c>/api/v1/evidence</c>: the pictures; and asking a device for hard examples.</summary>
internal static class FeedbackEndpoints
{
    private const int MostItems = 500;
    private const int MostExamples = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/feedback", ReadAsync).RequireAuthorization(Policies.Viewer).WithTags("Feedback");
        routes.MapGet("/api/v1/evidence/{device}/{subject}", (string device, string subject, EvidenceStore store, IArtifactStore artifacts, HttpContext context) =>
            PictureResults.EvidenceAsync(device, subject, store, artifacts, context)).RequireAuthorization(Policies.Viewer).WithTags("Feedback");
        routes.MapPost("/api/v1/devices/{device}/examples", AskAsync).RequireAuthorization(Policies.Operator).WithTags("Feedback");
    }

    private static async Task<IResult> ReadAsync(FeedbackStore store, CancellationToken cancel, string? after = null, int limit = 200)
    {
        if (limit is < 1 or > MostItems)
            return ApiProblem.Bad("badLimit", $"limit is {limit}; 1 to {MostItems} are allowed");
        PageKey? key = null;
        if (after is not null && (key = PageKey.Parse(after)) is null)
            return ApiProblem.Bad("badPage", "after: what 'next' of the page before said is allowed");
        (IReadOnlyList<FeedbackItem> items, PageKey? next) = await store.ReadAsync(key, limit, cancel);
        return TypedResults.Json(new FeedbackPage(items, next?.ToString()), FeedbackJson.Default.FeedbackPage);
    }

    private static async Task<IResult> AskAsync(string device, WantedExamples body, DeviceDirectory devices, IServiceProvider services, HttpContext context)
    {
        if (body.Count is < 1 or > MostExamples)
            return ApiProblem.Bad("badCount", $"count is {body.Count}; 1 to {MostExamples} are allowed");
        if (await devices.FindAsync(device, context.RequestAborted) is not { Revoked: false } known)
            return ApiProblem.Absent("device", device);
        if (services.GetService<EvidenceRequester>() is not { } requester)
            return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "noMessages", "this instance has no link to devices (ingest:enabled)");
        return await requester.AskExamplesAsync(known.Site, device, body.Count, context.Actor(), context.RequestAborted) is { } answer
            ? TypedResults.Json(answer, PictureJson.Default.PictureAnswer)
            : ApiProblem.Of(StatusCodes.Status504GatewayTimeout, "noAnswer", "the device did not answer; it may be offline");
    }

    /// <summary>Body of the request for hard examples.</summary>
    /// <param name="Count">Most examples.</param>
    internal sealed record WantedExamples(int Count);
}
