using Edge.Cloud.Artifacts;
using Edge.Cloud.Hosting;

namespace Edge.Cloud.Ingest;

/// <summary>Pictures as answers: bytes that came from devices, which a browser must take for pictures and nothing else.</summary>
internal static class PictureResults
{
    /// <summary>The picture of an alert, a part or an example; it never changes.</summary>
    public static async Task<IResult> EvidenceAsync(string device, string subject, EvidenceStore store, IArtifactStore artifacts, HttpContext context)
    {
        if (!Guid.TryParse(subject, out Guid id) || await store.FindAsync(device, id.ToString("D"), context.RequestAborted) is not { } artifact)
            return ApiProblem.Absent("picture", $"{device}/{subject}");
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return await OpenAsync(artifact, artifacts, context);
    }

    /// <summary>The newest picture of a camera.</summary>
    public static async Task<IResult> NewestAsync(string device, string camera, EvidenceStore store, IArtifactStore artifacts, HttpContext context)
    {
        if (await store.NewestAsync(device, camera, context.RequestAborted) is not { } newest)
            return ApiProblem.Absent("picture", $"{device}/{camera}");
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.LastModified = newest.At.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return await OpenAsync(newest.Artifact, artifacts, context);
    }

    private static async Task<IResult> OpenAsync(string artifact, IArtifactStore artifacts, HttpContext context)
    {
        Stream? content = await artifacts.OpenAsync(artifact, 0, null, context.RequestAborted);
        // Somebody else's bytes: whatever they are, no browser runs anything of them.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return content is null ? ApiProblem.Absent("picture", artifact) : TypedResults.Stream(content, "image/jpeg");
    }
}
