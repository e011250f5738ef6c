using System.Security.Claims;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Edge.Cloud.Releases;

/// <summary>The routes of this folder: <c>/api/v1/releases</c> for releasers, <c>/tuf</c> for devices.</summary>
internal static class ReleasesEndpoints
{
    private const long MetadataBytes = 32 << 20;
    private const int LongestJourneyDays = 365;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        RouteGroupBuilder releases = routes.MapGroup("/api/v1/releases").WithTags("releases");
        releases.MapGet("", (ReleaseRepository repository, CancellationToken cancel) => repository.ListAsync(cancel)).RequireAuthorization(Policies.Viewer);
        releases.MapGet("keys", (ReleaseRepository repository) => repository.OnlineKeys).RequireAuthorization(Policies.Viewer);
        releases.MapGet("metadata/{name}", MetadataAsync).RequireAuthorization(Policies.Viewer);
        releases.MapGet("targets/{**path}", TargetAsync).RequireAuthorization(Policies.Viewer);
        releases.MapPost("missing", MissingAsync).RequireAuthorization(Policies.Admin);
        releases.MapPut("files/{sha256}", AddFileAsync).RequireAuthorization(Policies.Admin).Accepts<Stream>("application/octet-stream");
        releases.MapPost("metadata", AcceptAsync).RequireAuthorization(Policies.Admin).WithMetadata(new RequestSizeLimitAttribute(MetadataBytes));
        releases.MapPost("carry", CarryAsync).RequireAuthorization(Policies.Admin);

        RouteGroupBuilder tuf = routes.MapGroup("/tuf").ExcludeFromDescription().RequireAuthorization(Policies.Device).ServedOn(Listener.Devices);
        tuf.MapMethods("metadata/{name}", ["GET", "HEAD"], MetadataAsync);
        tuf.MapMethods("targets/{**path}", ["GET", "HEAD"], TargetAsync);
    }

    private static async Task<IResult> MetadataAsync(string name, ReleaseStore store, HttpResponse response, CancellationToken cancel)
    {
        if (await store.ReadAsync(name, cancel) is not { } content)
            return Results.NotFound();
        // All but the timestamp have their version in the name.
        response.Headers.CacheControl = name == ReleaseStore.TimestampName ? "no-cache" : "public, max-age=31536000, immutable";
        return Results.Bytes(content, "application/json");
    }

    private static async Task<IResult> TargetAsync(string path, ReleaseFiles files, CancellationToken cancel) =>
        await files.FindAsync(path, cancel) is (string sha256, long size) ? new TargetAnswer(files, sha256, size) : Results.NotFound();

    private static async Task<IResult> MissingAsync(FileList wanted, ReleaseStore store, CancellationToken cancel)
    {
        if (wanted.Sha256.FirstOrDefault(hash => !TargetPaths.IsSha256(hash)) is { } wrong)
            return Problem(StatusCodes.Status400BadRequest, $"'{wrong}' is no SHA-256; allowed: 64 lower-case hexadecimal digits");
        List<string> missing = [];
        foreach (string[] some in wanted.Sha256.Distinct(StringComparer.Ordinal).Chunk(500))
        {
            IReadOnlySet<string> there = await store.FilesAmongAsync(some, cancel);
            missing.AddRange(some.Where(hash => !there.Contains(hash)));
        }

        return Results.Ok(new FileList(missing));
    }

    private static async Task<IResult> AddFileAsync(string sha256, HttpRequest request, ReleaseFiles files, CloudSettings settings, CancellationToken cancel)
    {
        if (!TargetPaths.IsSha256(sha256))
            return Problem(StatusCodes.Status400BadRequest, $"'{sha256}' is no SHA-256; allowed: 64 lower-case hexadecimal digits");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = settings.Releases.MaximumTargetBytes;
        try
        {
            await files.AddAsync(sha256, request.Body, cancel);
            return Results.NoContent();
        }
        catch (InvalidDataException e)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
        catch (ArtifactStoreException e)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private static async Task<IResult> AcceptAsync(
        MetadataUpload upload, ClaimsPrincipal user, ReleaseRepository repository, AuditLog audit, CancellationToken cancel)
    {
        try
        {
            return Results.Ok(await repository.AcceptAsync(
                upload,
                (connection, transaction, state) => audit.WriteAsync(connection, transaction, NameOf(user), "releases.publish", $"targets {state.Targets}", state),
                cancel));
        }
        catch (TufRefusedException e)
        {
            return Refused(e);
        }
        catch (MissingFilesException e)
        {
            return Problem(StatusCodes.Status409Conflict, e.Message, ("missing", e.Sha256));
        }
    }

    private static async Task<IResult> CarryAsync(int days, ClaimsPrincipal user, ReleaseRepository repository, AuditLog audit, CancellationToken cancel)
    {
        if (days is < 1 or > LongestJourneyDays)
            return Problem(StatusCodes.Status400BadRequest, $"days is {days}; allowed: 1 to {LongestJourneyDays}");
        try
        {
            return Results.Ok(await repository.CarryAsync(
                TimeSpan.FromDays(days),
                (connection, transaction, state) => audit.WriteAsync(connection, transaction, NameOf(user), "releases.carry", $"timestamp {state.Timestamp}", new { days }),
                cancel));
        }
        catch (TufRefusedException e)
        {
            return Refused(e);
        }
    }

    private static IResult Refused(TufRefusedException e) =>
        Problem(StatusCodes.Status422UnprocessableEntity, e.Message, ("fault", char.ToLowerInvariant(e.Fault.ToString()[0]) + e.Fault.ToString()[1..]));

    private static IResult Problem(int status, string detail, (string Name, object Value)? more = null) =>
        Results.Problem(detail, statusCode: status, extensions: more is { } extra ? new Dictionary<string, object?> { [extra.Name] = extra.Value } : null);

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "unknown";
}
