using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Microsoft.Net.Http.Headers;

namespace Edge.Cloud.Dashboard;

/// <summary>The routes of this folder: the dashboard's files, and what its pages read at one go.</summary>
internal static class DashboardEndpoints
{
    /// <summary>Scripts, styles and pictures from here only, nothing inline, no HTML made from text, in nobody's frame.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const int MostDevices = 200;

    // Every address that the dashboard's own script knows how to show; anything else stays a plain 404.
    private static readonly string[] Pages =
    [
        "/", "/fleet", "/devices/{device}", "/alerts", "/alerts/{device}/{alert}", "/rollouts", "/rollouts/new", "/rollouts/{rollout}", "/releases", "/sign-in", "/welcome",
    ];

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        foreach (string page in Pages)
            routes.MapGet(page, (HttpContext context, SiteFiles files) => Send(context, files.Shell)).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/site/{**name}", (string name, HttpContext context, SiteFiles files) => files.Find(name) is { } file ? Send(context, file) : Results.NotFound()).AllowAnonymous().ExcludeFromDescription();

        RouteGroupBuilder data = routes.MapGroup("/api/v1/dashboard").RequireAuthorization(Policies.Viewer).WithTags("dashboard");
        data.MapGet("/fleet", FleetAsync).WithSummary("The fleet at a glance; with ids, only these devices").Produces<FleetPage>();
        data.MapGet("/devices/{id}", async (string id, DeviceDetails details, CancellationToken cancel) =>
            await details.FindAsync(id, cancel) is { } page ? (IResult)TypedResults.Ok(page) : ApiProblem.Absent("device", id)).WithSummary("All that a device's page shows").Produces<DevicePage>();
    }

    private static async Task<IResult> FleetAsync(FleetGlance glance, CancellationToken cancel, string[]? id = null) =>
        id is { Length: > MostDevices }
            ? ApiProblem.Bad("tooMany", $"id is given {id.Length} times; up to {MostDevices} are allowed, or none for the whole fleet")
            : TypedResults.Ok(await glance.ReadAsync(id is { Length: > 0 } ? id : null, cancel));

    private static IResult Send(HttpContext context, SiteFile file)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue(file.Tag));
    }
}
