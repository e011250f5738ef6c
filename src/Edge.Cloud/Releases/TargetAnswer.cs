using System.Globalization;

namespace Edge.Cloud.Releases;

/// <summary>A file of a release, or the part of it that was asked for. Its name holds its hash, so it never changes.</summary>
internal sealed class TargetAnswer(ReleaseFiles files, string sha256, long size) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpRequest request = httpContext.Request;
        HttpResponse response = httpContext.Response;
        string etag = $"\"{sha256}\"";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ETag = etag;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        if (request.Headers.IfNoneMatch == etag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        RangeRequest wanted = RangeRequest.Read(request.Headers.Range, request.Headers.IfRange, etag, size);
        response.StatusCode = wanted.Status;
        if (wanted.Status == StatusCodes.Status416RangeNotSatisfiable)
        {
            response.Headers.ContentRange = $"bytes */{size.ToString(CultureInfo.InvariantCulture)}";
            return;
        }

        if (wanted.Status == StatusCodes.Status206PartialContent)
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {wanted.Offset}-{wanted.Offset + wanted.Length - 1}/{size}");
        response.ContentType = "application/octet-stream";
        response.ContentLength = wanted.Length;
        if (HttpMethods.IsHead(request.Method))
            return;
        await using Stream? content = await files.OpenAsync(sha256, wanted.Offset, wanted.Length, httpContext.RequestAborted);
        if (content is null)
        {
            response.Clear();
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
