using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Edge.Contracts.Feedback;

namespace Edge.Tool.Fleet.Feedback;

/// <summary>A cloud's feedback: pages of it, and its pictures.</summary>
internal sealed class FeedbackCloud : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>The cloud at <paramref name="address"/>, with an API token of the role viewer or more.</summary>
    public FeedbackCloud(Uri address, string token)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>All of it, page by page.</summary>
    /// <exception cref="InvalidDataException">The cloud refused, or answered something else.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async IAsyncEnumerable<FeedbackItem> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        do
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri($"api/v1/feedback?limit=200{(after is null ? "" : "&after=" + after)}", UriKind.Relative), cancel);
            FeedbackPage page = await Succeeded(response).Content.ReadFromJsonAsync(FeedbackJson.Default.FeedbackPage, cancel) ?? throw new InvalidDataException("The cloud answered nothing.");
            foreach (FeedbackItem item in page.Items)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>The bytes of a picture.</summary>
    /// <exception cref="InvalidDataException">The cloud refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<byte[]> PictureAsync(FeedbackItem item, CancellationToken cancel)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri($"api/v1/evidence/{Uri.EscapeDataString(item.Device)}/{Uri.EscapeDataString(item.Subject)}", UriKind.Relative), cancel);
        return await Succeeded(response).Content.ReadAsByteArrayAsync(cancel);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static HttpResponseMessage Succeeded(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.OK => response,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new InvalidDataException("The cloud does not take this token (role viewer or more is needed)."),
        _ => throw new InvalidDataException($"The cloud answered {(int)response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}."),
    };
}
