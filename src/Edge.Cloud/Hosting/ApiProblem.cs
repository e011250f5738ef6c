using Microsoft.AspNetCore.Http.HttpResults;

namespace Edge.Cloud.Hosting;

/// <summary>Errors of the API: problem+json (RFC 9457) with a <c>code</c> for programs and a sentence for people.</summary>
internal static class ApiProblem
{
    /// <summary>An error.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Short word that never changes.</param>
    /// <param name="detail">What, where, and what is allowed.</param>
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new KeyValuePair<string, object?>("code", code)]);

    /// <summary>Status 400.</summary>
    public static ProblemHttpResult Bad(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>Status 404.</summary>
    public static ProblemHttpResult Absent(string what, string id) => Of(StatusCodes.Status404NotFound, "absent", $"There is no {what} '{id}'.");

    /// <summary>Status 409.</summary>
    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);
}
