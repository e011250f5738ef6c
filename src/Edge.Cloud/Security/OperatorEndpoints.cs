using System.Security.Claims;
using Edge.Cloud.Hosting;

namespace Edge.Cloud.Security;

/// <summary><c>/api/v1/operators</c>, <c>/api/v1/tokens</c>, <c>/api/v1/audit</c>: who may do what, and who did.</summary>
internal static class OperatorEndpoints
{
    private const int MaximumNameLength = 64;
    private const int MostDays = 366;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder operators = routes.MapGroup("/api/v1/operators").RequireAuthorization(Policies.Admin).WithTags("Operators");
        operators.MapGet("", (OperatorStore store, CancellationToken cancel) => store.ListAsync(cancel));
        operators.MapPost("", AddAsync);
        operators.MapPost("{name}/invitation", async Task<IResult> (string name, OperatorStore store, HttpContext context) =>
            await store.InviteAgainAsync(name, context.Actor(), context.RequestAborted) is { } secret ? TypedResults.Ok(new Invitation(name, secret)) : ApiProblem.Absent("operator", name));
        operators.MapPatch("{name}", async Task<IResult> (string name, Change body, OperatorStore store, HttpContext context) =>
            await store.ChangeAsync(name, body.Role, body.Disabled, context.Actor(), context.RequestAborted)
                ? TypedResults.NoContent()
                : ApiProblem.Conflict("refused", $"There is no operator '{name}', or no admin would be left."));

        RouteGroupBuilder tokens = routes.MapGroup("/api/v1/tokens").RequireAuthorization(Policies.Admin).WithTags("Operators");
        tokens.MapGet("", (ApiTokenStore store, CancellationToken cancel) => store.ListAsync(cancel));
        tokens.MapPost("", AddTokenAsync);
        tokens.MapDelete("{id}", async Task<IResult> (string id, ApiTokenStore store, HttpContext context) =>
            await store.WithdrawAsync(id, context.Actor(), context.RequestAborted) ? TypedResults.NoContent() : ApiProblem.Absent("token", id));

        routes.MapGet("/api/v1/audit", (AuditLog log, CancellationToken cancel, string? subject = null, string? before = null, int limit = 100) =>
            log.ReadAsync(subject, before, Math.Clamp(limit, 1, 1000), cancel)).RequireAuthorization(Policies.Admin).WithTags("Audit");
    }

    /// <summary>What is wrong with an operator's name; null: nothing.</summary>
    public static string? NameFault(string name) =>
        OperatorStore.Normal(name).Length is 0 or > MaximumNameLength || name.Trim().Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '@' or '+'))
            ? $"name: 1 to {MaximumNameLength} ASCII letters, digits and . - _ @ + are allowed"
            : null;

    private static async Task<IResult> AddAsync(NewOperator body, OperatorStore store, HttpContext context)
    {
        if (NameFault(body.Name) is { } fault)
            return ApiProblem.Bad("badName", fault);
        return await store.AddAsync(body.Name, body.Role, context.Actor(), context.RequestAborted) is { } secret
            ? TypedResults.Ok(new Invitation(OperatorStore.Normal(body.Name), secret))
            : ApiProblem.Conflict("nameTaken", $"There is an operator '{OperatorStore.Normal(body.Name)}' already.");
    }

    private static async Task<IResult> AddTokenAsync(NewToken body, ApiTokenStore store, HttpContext context)
    {
        if (body.Days is not (> 0 and <= MostDays))
            return ApiProblem.Bad("badDays", $"days is {body.Days}; above 0 and up to {MostDays} are allowed");
        if (body.Name.Length is 0 or > MaximumNameLength || body.Name.Any(char.IsControl))
            return ApiProblem.Bad("badName", $"name: 1 to {MaximumNameLength} characters without control characters are allowed");
        // A token is always one's own: nobody gets to act under another's name.
        string owner = context.User.FindFirstValue(ClaimTypes.Name)!;
        return await store.AddAsync(owner, body.Name, body.Role, TimeSpan.FromDays(body.Days), context.Actor(), context.RequestAborted) is { } secret
            ? TypedResults.Ok(new MadeToken(secret))
            : ApiProblem.Absent("operator", owner);
    }

    /// <summary>Body of a new operator.</summary>
    /// <param name="Name">Name to sign in with.</param>
    /// <param name="Role">What the person may do.</param>
    internal sealed record NewOperator(string Name, OperatorRole Role);

    /// <summary>What lets an operator choose a password, once, within 24 hours: the address of the dashboard with <c>#/welcome/{secret}</c>.</summary>
    /// <param name="Name">Operator's name.</param>
    /// <param name="Secret">The one-time secret.</param>
    internal sealed record Invitation(string Name, string Secret);

    /// <summary>Body of a change; what is absent stays.</summary>
    /// <param name="Role">New role.</param>
    /// <param name="Disabled">Whether all access is closed.</param>
    internal sealed record Change(OperatorRole? Role = null, bool? Disabled = null);

    /// <summary>Body of a new token.</summary>
    /// <param name="Name">What it is for.</param>
    /// <param name="Role">The most that it opens.</param>
    /// <param name="Days">How long it is good.</param>
    internal sealed record NewToken(string Name, OperatorRole Role, double Days = 90);

    /// <summary>A token, for this one time in full.</summary>
    /// <param name="Token">The secret.</param>
    internal sealed record MadeToken(string Token);
}
