using System.Net;
using System.Net.Http.Headers;

namespace Edge.Agent.Updates.Tuf;

/// <summary>A repository over HTTP. Redirects, certificates and connection times are the client's affair; sizes and rates are the reader's.</summary>
/// <param name="http">The client; not disposed.</param>
/// <param name="address">Where the files are, absolute or relative to the client's own address; with or without a slash at the end.</param>
public sealed class HttpRepositoryFiles(HttpClient http, Uri address) : IRepositoryFiles
{
    private readonly string _base = address.OriginalString.TrimEnd('/') + "/";

    /// <inheritdoc/>
    public async Task<RepositoryFile?> OpenAsync(string path, long offset, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_base + path, UriKind.RelativeOrAbsolute));
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            // Buckets that may not be listed answer 403 for what isn't there.
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
                return null;
            long begins = Begins(response, path, offset);
            Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            RepositoryFile file = new(content, begins, response);
            response = null;
            return file;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or InvalidOperationException)
        {
            throw new ReleaseUnavailableException($"'{path}' can't be fetched: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            // The client's own limit.
            throw new ReleaseUnavailableException($"'{path}' can't be fetched: no answer in {http.Timeout.TotalSeconds:0} s", e);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static long Begins(HttpResponseMessage response, string path, long offset) => response.StatusCode switch
    {
        HttpStatusCode.OK => 0,
        HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } && from == offset => offset,
        _ => throw new ReleaseUnavailableException($"'{path}' can't be fetched: the server answers {(int)response.StatusCode}"),
    };
}
