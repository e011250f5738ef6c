namespace Edge.Cloud.Security;

/// <summary>Who acts.</summary>
internal static class HttpContextActor
{
    /// <summary>The operator's name, or <c>device:{id}</c>, as the audit log has it.</summary>
    public static string Actor(this HttpContext context) =>
        context.User.Identity is { Name: { } name } identity
            ? (identity.AuthenticationType == DeviceAuthentication.SchemeName ? "device:" : "") + name
            : "nobody";
}
