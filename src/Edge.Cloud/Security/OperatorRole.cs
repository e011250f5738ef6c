namespace Edge.Cloud.Security;

/// <summary>What an operator may do; each role may do what those before it may.</summary>
public enum OperatorRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Act on devices, alerts and rollouts.</summary>
    Operator,

    /// <summary>Manage operators, tokens, enrolment and releases.</summary>
    Admin,
}
