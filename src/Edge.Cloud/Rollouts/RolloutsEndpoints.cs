using System.Text.Json;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Contracts.Rollouts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Edge.Cloud.Rollouts;

/// <summary>The routes of this folder.</summary>
internal static class RolloutsEndpoints
{
    private const int MaximumPage = 1000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        RouteGroupBuilder group = routes.MapGroup("/api/v1/rollouts").WithTags("rollouts");
        group.MapGet("/", ListAsync).RequireAuthorization(Policies.Viewer).WithSummary("Rollouts, the newest first").Produces<IReadOnlyList<RolloutView>>();
        group.MapPost("/", CreateAsync).RequireAuthorization(Policies.Operator).WithSummary("Starts a rollout").Accepts<RolloutPlan>("application/json").Produces<RolloutView>(201).ProducesProblem(400);
        group.MapPost("/preview", PreviewAsync).RequireAuthorization(Policies.Operator).WithSummary("Says which devices a plan would take, and starts nothing").Accepts<RolloutPlan>("application/json").Produces<RolloutView>().ProducesProblem(400);
        group.MapGet("/{id}", ShowAsync).RequireAuthorization(Policies.Viewer).WithSummary("One rollout").Produces<RolloutView>().ProducesProblem(404);
        group.MapGet("/{id}/devices", DevicesAsync).RequireAuthorization(Policies.Viewer).WithSummary("Its devices, by id").Produces<IReadOnlyList<RolloutDeviceView>>().ProducesProblem(404);
        group.MapGet("/{id}/events", EventsAsync).RequireAuthorization(Policies.Viewer).WithSummary("What happened, in order").Produces<IReadOnlyList<RolloutEventView>>().ProducesProblem(404);
        group.MapPost("/{id}/pause", (string id, RolloutService service, RolloutStore store, HttpContext context, CancellationToken cancel) =>
            ActAsync(id, store, service.PauseAsync(id, context.Actor(), cancel), cancel)).RequireAuthorization(Policies.Operator).WithSummary("Offers it to no more devices").Produces<RolloutView>().ProducesProblem(409);
        group.MapPost("/{id}/resume", (string id, RolloutService service, RolloutStore store, HttpContext context, CancellationToken cancel) =>
            ActAsync(id, store, service.ResumeAsync(id, context.Actor(), cancel), cancel)).RequireAuthorization(Policies.Operator).WithSummary("Goes on").Produces<RolloutView>().ProducesProblem(409);
        group.MapPost("/{id}/abort", AbortAsync).RequireAuthorization(Policies.Operator).WithSummary("Ends it; devices go back, or keep what they took").Accepts<RolloutAbort>("application/json").Produces<RolloutView>().ProducesProblem(409);
        group.MapPost("/{id}/advance", AdvanceAsync).RequireAuthorization(Policies.Operator).WithSummary("Lets the open ring pass without its quorum").Accepts<RolloutAdvance>("application/json").Produces<RolloutView>().ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(RolloutStore store, CancellationToken cancel, string? status = null, string? before = null, int limit = 50)
    {
        RolloutStatus? wanted = status is null ? null : Words.TryParse<RolloutStatus>(status);
        if (status is not null && wanted is null)
            return Bad([$"status is '{status}'; allowed: {Words.All<RolloutStatus>()}"]);
        IReadOnlyList<Rollout> rollouts = await store.ListAsync(wanted, before, Math.Clamp(limit, 1, 200), cancel);
        ILookup<string, (int Ring, DeviceProgress Progress, int Count)> counts = await store.CountsAsync([.. rollouts.Select(rollout => rollout.Id)], cancel);
        return Json(rollouts.Select(rollout => RolloutViews.Of(rollout, counts[rollout.Id])).ToList());
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, RolloutService service, RolloutStore store, HttpContext context, CancellationToken cancel) =>
        await PlanAsync(request, async plan =>
        {
            Rollout rollout = await service.CreateAsync(plan, context.Actor(), cancel);
            RolloutView view = RolloutViews.Of(rollout, (await store.CountsAsync([rollout.Id], cancel))[rollout.Id]);
            return Json(view, StatusCodes.Status201Created);
        }, cancel);

    private static async Task<IResult> PreviewAsync(HttpRequest request, RolloutService service, HttpContext context, CancellationToken cancel) =>
        await PlanAsync(request, async plan => Json(await service.PreviewAsync(plan, context.Actor(), cancel)), cancel);

    private static async Task<IResult> ShowAsync(string id, RolloutStore store, CancellationToken cancel) =>
        await store.FindAsync(id, cancel) is var (rollout, _)
            ? Json(RolloutViews.Of(rollout, (await store.CountsAsync([id], cancel))[id]))
            : Missing(id);

    private static async Task<IResult> DevicesAsync(string id, RolloutStore store, CancellationToken cancel, string? ring = null, string? progress = null, string after = "", int limit = 200)
    {
        if (await store.FindAsync(id, cancel) is not var (rollout, _))
            return Missing(id);
        int? index = ring is null ? null : Array.FindIndex([.. rollout.Plan.Rings], plan => plan.Name == ring);
        DeviceProgress? wanted = progress is null ? null : Words.TryParse<DeviceProgress>(progress);
        if (progress is not null && wanted is null)
            return Bad([$"progress is '{progress}'; allowed: {Words.All<DeviceProgress>()}"]);
        IReadOnlyList<RolloutDevice> devices = await store.DevicesAsync(id, index, wanted, after, Math.Clamp(limit, 1, MaximumPage), cancel);
        return Json(devices.Select(device => RolloutViews.Of(rollout, device)).ToList());
    }

    private static async Task<IResult> EventsAsync(string id, RolloutStore store, CancellationToken cancel, long after = 0, int limit = 500) =>
        await store.FindAsync(id, cancel) is null
            ? Missing(id)
            : Json(await store.EventsAsync(id, after, Math.Clamp(limit, 1, MaximumPage), cancel));

    private static async Task<IResult> AbortAsync(string id, HttpRequest request, RolloutService service, RolloutStore store, HttpContext context, CancellationToken cancel)
    {
        (RolloutAbort? how, IResult? fault) = await ReadAsync<RolloutAbort>(request, cancel);
        return fault ?? await ActAsync(id, store, service.AbortAsync(id, how!, context.Actor(), cancel), cancel);
    }

    private static async Task<IResult> AdvanceAsync(string id, HttpRequest request, RolloutService service, RolloutStore store, HttpContext context, CancellationToken cancel)
    {
        (RolloutAdvance? how, IResult? fault) = await ReadAsync<RolloutAdvance>(request, cancel);
        if (fault is not null)
            return fault;
        return string.IsNullOrWhiteSpace(how!.Reason) || how.Reason.Length > 500 ? Bad(["reason is empty or longer than 500 characters; allowed: why, for the record"]) : await ActAsync(id, store, service.AdvanceAsync(id, how, context.Actor(), cancel), cancel);
    }

    private static async Task<IResult> ActAsync(string id, RolloutStore store, Task<Rollout?> action, CancellationToken cancel)
    {
        try
        {
            return await action is { } rollout
                ? Json(RolloutViews.Of(rollout, (await store.CountsAsync([rollout.Id], cancel))[rollout.Id]))
                : Missing(id);
        }
        catch (RolloutConflictException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?> { ["code"] = "wrongStatus" });
        }
    }

    private static async Task<IResult> PlanAsync(HttpRequest request, Func<RolloutPlan, Task<IResult>> act, CancellationToken cancel)
    {
        (RolloutPlan? plan, IResult? fault) = await ReadAsync<RolloutPlan>(request, cancel);
        if (fault is not null)
            return fault;
        try
        {
            return await act(plan!);
        }
        catch (RolloutRefusedException e)
        {
            return Bad(e.Faults);
        }
    }

    private static async Task<(T? Value, IResult? Fault)> ReadAsync<T>(HttpRequest request, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, RolloutJson.Asked, cancel) is { } value ? (value, null) : (null, Bad(["the body is null; allowed: a JSON object"]));
        }
        catch (JsonException e)
        {
            return (null, Bad([$"{e.Path}: {e.Message.Split(" Path:")[0]}"]));
        }
    }

    private static JsonHttpResult<T> Json<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, RolloutJson.Answered, statusCode: status);

    private static IResult Bad(IReadOnlyList<string> faults) =>
        Results.Problem(string.Join("\n", faults), statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["code"] = "badRollout", ["errors"] = faults });

    private static IResult Missing(string id) => ApiProblem.Absent("rollout", id);
}
