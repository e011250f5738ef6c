using System.Text.Json;
using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Fleet;

/// <summary>How devices get in, stay in, and who lets them: <c>/api/v1/enroll</c>, <c>/api/v1/ca</c>, <c>/api/v1/device/certificate</c>, <c>/api/v1/enrolment-tokens</c>.</summary>
internal static class EnrolmentEndpoints
{
    private const int MostTokens = 10_000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/ca", (CertificateAuthority authority) => authority.Answer).AllowAnonymous().ServedOn(Listener.Both).WithTags("Enrolment");
        routes.MapPost("/api/v1/enroll", EnrolAsync).AllowAnonymous().ServedOn(Listener.Devices).RequireRateLimiting(Rates.Enrol).WithTags("Enrolment");
        routes.MapPost("/api/v1/device/certificate", RenewAsync).RequireAuthorization(Policies.Device).ServedOn(Listener.Devices).WithTags("Enrolment");

        RouteGroupBuilder tokens = routes.MapGroup("/api/v1/enrolment-tokens").RequireAuthorization(Policies.Admin).WithTags("Enrolment");
        tokens.MapGet("", (EnrolmentTickets tickets, CancellationToken cancel, int limit = 100) => tickets.ListAsync(Math.Clamp(limit, 1, MostTokens), cancel));
        tokens.MapPost("", CreateAsync);
        tokens.MapDelete("{id}", async Task<IResult> (string id, EnrolmentTickets tickets, HttpContext context) =>
            await tickets.WithdrawAsync(id, context.Actor(), context.RequestAborted) ? TypedResults.NoContent() : ApiProblem.Absent("unused token", id));
    }

    private static async Task<IResult> EnrolAsync(EnrolmentRequest request, Enrolment enrolment, CloudSettings settings, HttpContext context)
    {
        try
        {
            (string device, string site, IssuedCertificate certificate) = await enrolment.EnrolAsync(request, context.RequestAborted);
            byte[]? root = context.RequestServices.GetService<ITrustedRoot>() is { } trusted ? await trusted.FirstRootAsync(context.RequestAborted) : null;
            var broker = new BrokerAddress(settings.Broker.DeviceHost.Length > 0 ? settings.Broker.DeviceHost : context.Request.Host.Host, settings.Broker.DevicePort);
            return TypedResults.Ok(new EnrolmentAnswer(device, site, certificate, broker) { TrustedRoot = root });
        }
        catch (EnrolmentRefusedException refused)
        {
            return Refusal(refused);
        }
    }

    private static async Task<IResult> RenewAsync(CertificateRenewal request, Enrolment enrolment, HttpContext context)
    {
        try
        {
            return TypedResults.Ok(await enrolment.RenewAsync(context.User.Identity!.Name!, request, context.RequestAborted));
        }
        catch (EnrolmentRefusedException refused)
        {
            return Refusal(refused);
        }
    }

    private static async Task<IResult> CreateAsync(NewTokens wanted, EnrolmentTickets tickets, HttpContext context)
    {
        if (Fault(wanted) is { } fault)
            return ApiProblem.Bad("badToken", fault);
        IReadOnlyList<EnrolmentToken> tokens = await tickets.CreateAsync(
            wanted.Count, wanted.Site, wanted.Device, wanted.Labels ?? new Dictionary<string, string>(), TimeSpan.FromHours(wanted.Hours), context.Actor(), context.RequestAborted);
        return TypedResults.Ok(new MadeTokens([.. tokens.Select(token => token.Reveal())]));
    }

    private static string? Fault(NewTokens wanted)
    {
        if (!EdgeId.IsValid(wanted.Site))
            return $"site is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed";
        if (wanted.Device is { } device && !EdgeId.IsValid(device))
            return $"device is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed";
        if (wanted.Count is < 1 or > MostTokens || (wanted.Device is not null && wanted.Count != 1))
            return $"count is {wanted.Count}; 1 to {MostTokens} are allowed, and only 1 with a device";
        if (wanted.Hours is not (> 0 and <= 24 * 30))
            return $"hours is {wanted.Hours}; above 0 and up to {24 * 30} are allowed";
        return wanted.Labels is null ? null : Labels.Fault(wanted.Labels);
    }

    private static IResult Refusal(EnrolmentRefusedException refused) => ApiProblem.Of(
        refused.Fault switch
        {
            EnrolmentFault.BadIdentity or EnrolmentFault.BadRequest or EnrolmentFault.TokenMalformed => StatusCodes.Status400BadRequest,
            EnrolmentFault.DeviceTaken => StatusCodes.Status409Conflict,
            EnrolmentFault.TooMany => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status403Forbidden,
        },
        JsonNamingPolicy.CamelCase.ConvertName(refused.Fault.ToString()),
        refused.Message);

    /// <summary>Body of <c>POST /api/v1/enrolment-tokens</c>.</summary>
    /// <param name="Site">Site of the devices.</param>
    /// <param name="Device">Id of the device; absent: any new one.</param>
    /// <param name="Labels">Labels that the devices get.</param>
    /// <param name="Hours">How long the tokens are good.</param>
    /// <param name="Count">How many.</param>
    internal sealed record NewTokens(string Site, string? Device = null, IReadOnlyDictionary<string, string>? Labels = null, double Hours = 24, int Count = 1);

    /// <summary>The tokens, for this one time in full.</summary>
    /// <param name="Tokens">One for each device.</param>
    internal sealed record MadeTokens(IReadOnlyList<string> Tokens);
}
