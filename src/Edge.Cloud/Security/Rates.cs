using System.Net;
using System.Threading.RateLimiting;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Security;

/// <summary>Rate limits: one for everything, and narrower ones by name.</summary>
internal static class Rates
{
    /// <summary>Name of the limit on signing in and choosing passwords.</summary>
    public const string SignIn = "signIn";

    /// <summary>Name of the limit on enrolment.</summary>
    public const string Enrol = "enrol";

    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, RateSettings settings) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after))
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString();
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            bool device = context.User.Identity?.AuthenticationType == DeviceAuthentication.SchemeName;
            string who = context.User.Identity?.Name is { } name ? (device ? "device:" : "operator:") + name : "address:" + Address(context);
            return PerMinute(who, device ? settings.DevicePerMinute : settings.OperatorPerMinute);
        });
        limiter.AddPolicy(SignIn, context => PerMinute(Address(context), settings.SignInPerMinute));
        limiter.AddPolicy(Enrol, context => PerMinute(Address(context), settings.EnrolPerMinute));
    });

    private static RateLimitPartition<string> PerMinute(string who, int most) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = most,
        TokensPerPeriod = Math.Max(1, most / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / most)),
        QueueLimit = 0,
    });

    /// <summary>Who has an IPv6 network has 2^64 addresses: they count as one.</summary>
    private static string Address(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 16 ? Convert.ToHexString(bytes.AsSpan(0, 8)) : address.ToString();
    }
}
