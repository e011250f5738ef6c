namespace Edge.Cloud.Security;

/// <summary>Names of the authorization policies; every route names one of them, or says <c>AllowAnonymous</c>.</summary>
public static class Policies
{
    /// <summary>An operator who may look.</summary>
    public const string Viewer = "viewer";

    /// <summary>An operator who may also act on devices, alerts and rollouts.</summary>
    public const string Operator = "operator";

    /// <summary>An operator who may also manage operators, tokens, enrolment and releases.</summary>
    public const string Admin = "admin";

    /// <summary>A device with a certificate of this cloud that is neither expired nor revoked.</summary>
    public const string Device = "device";
}
