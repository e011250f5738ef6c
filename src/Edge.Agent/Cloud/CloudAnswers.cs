using System.Net;
using System.Text.Json;

namespace Edge.Agent.Cloud;

/// <summary>What the cloud answers when it does not do what it was asked (RFC 9457, problem details), for people.</summary>
internal static class CloudAnswers
{
    private const int MaximumText = 500;

    /// <summary>One line: status, title and detail. Nothing of the request.</summary>
    public static async Task<string> DescribeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string status = $"{(int)answer.StatusCode} {(answer.StatusCode == HttpStatusCode.TooManyRequests ? "too many requests" : answer.ReasonPhrase)}".TrimEnd();
        try
        {
            using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            string said = string.Join(": ", new[] { "title", "detail" }
                .Select(field => body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(field, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null)
                .Where(text => !string.IsNullOrEmpty(text)));
            string printable = new([.. said.Where(c => !char.IsControl(c)).Take(MaximumText)]);
            return printable.Length > 0 ? $"{status}: {printable}" : status;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            return status;
        }
    }
}
