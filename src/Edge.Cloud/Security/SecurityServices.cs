using Edge.Cloud.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Edge.Cloud.Security;

/// <summary>Who may do what.</summary>
internal static class SecurityServices
{
    /// <summary>Adds the schemes, the policies, the authority and the stores behind them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<OperatorStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<ApiTokenStore>();
        services.AddSingleton(provider => CertificateAuthority.LoadOrCreate(settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuthorityFact>();
        services.AddSingleton<ServerIdentity>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperatorAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, DeviceAuthentication>(DeviceAuthentication.SchemeName, null);
        AuthorizationPolicy admin = OperatorPolicy(OperatorRole.Admin);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Viewer, OperatorPolicy(OperatorRole.Viewer))
            .AddPolicy(Policies.Operator, OperatorPolicy(OperatorRole.Operator))
            .AddPolicy(Policies.Admin, admin)
            .AddPolicy(Policies.Device, new AuthorizationPolicyBuilder(DeviceAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            // A route that names no policy is open to nobody but admins.
            .SetFallbackPolicy(admin)
            .SetDefaultPolicy(admin);
        Rates.Add(services, settings.Rates);
    }

    private static AuthorizationPolicy OperatorPolicy(OperatorRole least) => new AuthorizationPolicyBuilder(OperatorAuthentication.SchemeName)
        .RequireAuthenticatedUser()
        .RequireRole(Enum.GetValues<OperatorRole>().Where(role => role >= least).Select(OperatorStore.Word))
        .Build();
}
