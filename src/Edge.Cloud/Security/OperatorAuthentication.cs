using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Edge.Cloud.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Edge.Cloud.Security;

/// <summary>
/// Operators: a token in <c>Authorization: Bearer</c>, or a session's cookie. With the cookie, an unsafe request must also carry
/// the session's <c>X-CSRF-Token</c>, which a page of another origin cannot read.
/// </summary>
internal sealed class OperatorAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SessionStore sessions, ApiTokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "operator";

    /// <summary>Header of unsafe requests that come with a cookie.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    private const string Bearer = "Bearer ";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            Access? byToken = await tokens.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
            return byToken is null ? AuthenticateResult.Fail("the token is unknown, withdrawn or expired") : Success(byToken);
        }

        if (!Request.Cookies.TryGetValue(SessionStore.Cookie, out string? cookie) || string.IsNullOrEmpty(cookie))
            return AuthenticateResult.NoResult();
        if (await sessions.FindAsync(cookie, Context.RequestAborted) is not { } access)
            return AuthenticateResult.Fail("the session is over");
        bool safe = HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method) || HttpMethods.IsOptions(Request.Method);
        return safe || IsOurs(access) ? Success(access) : AuthenticateResult.Fail($"a request with a session needs the header {CsrfHeader}");
    }

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = "Bearer";
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, "notSignedIn", result.Failure?.Message ?? "sign in, or give an API token").ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Of(StatusCodes.Status403Forbidden, "roleNeeded", "this needs a role that you do not have").ExecuteAsync(Context);

    private bool IsOurs(Access access) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Request.Headers[CsrfHeader].ToString()), Encoding.UTF8.GetBytes(access.Csrf ?? ""));

    private AuthenticateResult Success(Access access)
    {
        List<Claim> claims = [new(ClaimTypes.Name, access.Operator), new(ClaimTypes.Role, OperatorStore.Word(access.Role))];
        if (access.Csrf is not null)
            claims.Add(new Claim("csrf", access.Csrf));
        var identity = new ClaimsIdentity(claims, Scheme.Name, ClaimTypes.Name, ClaimTypes.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
