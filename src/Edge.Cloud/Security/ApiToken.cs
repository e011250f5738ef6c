namespace Edge.Cloud.Security;

/// <summary>A token for programs, without its secret.</summary>
/// <param name="Id">Id, to withdraw it.</param>
/// <param name="Operator">Whose it is.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">The most that it opens; never more than the operator's own role.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="LastUsedAt">UTC, to the hour; null: never.</param>
internal sealed record ApiToken(string Id, string Operator, string Name, OperatorRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt);
