using System.Security.Claims;
using Edge.Cloud.Hosting;

namespace Edge.Cloud.Security;

/// <summary><c>/api/v1/session</c>: signing in and out; <c>/api/v1/welcome</c>: choosing a password with a one-time secret.</summary>
internal static class SessionEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder session = routes.MapGroup("/api/v1/session").WithTags("Session");
        session.MapGet("", (ClaimsPrincipal user) => new SessionAnswer(user.Identity!.Name!, user.FindFirstValue(ClaimTypes.Role)!, user.FindFirstValue("csrf"))).RequireAuthorization(Policies.Viewer);
        session.MapPost("", SignInAsync).AllowAnonymous().RequireRateLimiting(Rates.SignIn);
        session.MapDelete("", SignOutAsync).RequireAuthorization(Policies.Viewer);
        routes.MapPost("/api/v1/welcome", WelcomeAsync).AllowAnonymous().RequireRateLimiting(Rates.SignIn).WithTags("Session");
    }

    private static async Task<IResult> SignInAsync(SignIn body, OperatorStore operators, SessionStore sessions, ILogger<SessionStore> log, HttpContext context)
    {
        // Whoever is tried, and whether the name exists, is told by neither answer nor time.
        OperatorAccount? account = body.Password.Length > PasswordHash.MaximumLength ? null : await operators.CheckPasswordAsync(body.Name, body.Password, context.RequestAborted);
        if (account is not null)
            return await OpenAsync(account, sessions, context);
        // Not the name: people type passwords there.
        log.LogWarning("Signing in from {Address} failed", context.Connection.RemoteIpAddress);
        return ApiProblem.Of(StatusCodes.Status401Unauthorized, "notSignedIn", "Name or password are wrong, or access is closed.");
    }

    private static async Task<IResult> WelcomeAsync(Welcome body, OperatorStore operators, SessionStore sessions, HttpContext context)
    {
        if (body.Password.Length is < PasswordHash.MinimumLength or > PasswordHash.MaximumLength)
            return ApiProblem.Bad("badPassword", $"password: {PasswordHash.MinimumLength} to {PasswordHash.MaximumLength} characters are allowed");
        return await operators.WelcomeAsync(body.Secret, body.Password, context.RequestAborted) is { } account
            ? await OpenAsync(account, sessions, context)
            : ApiProblem.Of(StatusCodes.Status403Forbidden, "badLink", "The link is unknown, used, or older than 24 hours. An admin can make another one.");
    }

    private static async Task<IResult> SignOutAsync(SessionStore sessions, HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(SessionStore.Cookie, out string? secret))
            await sessions.CloseAsync(secret, context.RequestAborted);
        context.Response.Cookies.Delete(SessionStore.Cookie, Options(context));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> OpenAsync(OperatorAccount account, SessionStore sessions, HttpContext context)
    {
        (string secret, string csrf) = await sessions.OpenAsync(account, context.RequestAborted);
        context.Response.Cookies.Append(SessionStore.Cookie, secret, Options(context));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionAnswer(account.Name, OperatorStore.Word(account.Role), csrf));
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps, // Plain HTTP is only ever on loopback.
        Path = "/",
        IsEssential = true,
    };

    /// <summary>Body of signing in.</summary>
    /// <param name="Name">Operator's name.</param>
    /// <param name="Password">Password.</param>
    internal sealed record SignIn(string Name, string Password);

    /// <summary>Body of choosing a password.</summary>
    /// <param name="Secret">One-time secret from the link.</param>
    /// <param name="Password">The new password.</param>
    internal sealed record Welcome(string Secret, string Password);

    /// <summary>Who is signed in.</summary>
    /// <param name="Name">Operator's name.</param>
    /// <param name="Role">viewer, operator or admin.</param>
    /// <param name="Csrf">Value for the header X-CSRF-Token of every request that changes something; null for API tokens.</param>
    internal sealed record SessionAnswer(string Name, string Role, string? Csrf);
}
