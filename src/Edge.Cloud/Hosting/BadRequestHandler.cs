using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace Edge.Cloud.Hosting;

/// <summary>A request that cannot be read becomes a problem that says what and where; it is no failure of the cloud, so it is in no log.</summary>
internal sealed class BadRequestHandler : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;
        await ApiProblem.Of(bad.StatusCode, "badRequest", bad.InnerException is JsonException json ? Describe(json) : bad.Message).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>What is wrong with the body, without the names of our types.</summary>
    private static string Describe(JsonException json)
    {
        string message = json.Message;
        foreach (string tail in new[] { " contained in type", " Path: ", " for type '" })
        {
            if (message.IndexOf(tail, StringComparison.Ordinal) is > 0 and var at)
                message = message[..at];
        }

        return $"The body cannot be read{(json.Path is { Length: > 1 } path ? " at " + path : "")}: {message.TrimEnd('.')}.";
    }
}
