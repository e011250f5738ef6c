namespace Edge.Cloud.Security;

/// <summary>A person who operates the fleet.</summary>
/// <param name="Id">Id, a UUIDv7.</param>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Disabled">Whether all access is closed.</param>
/// <param name="HasPassword">Whether a password was chosen yet.</param>
internal sealed record OperatorAccount(string Id, string Name, OperatorRole Role, DateTimeOffset CreatedAt, bool Disabled, bool HasPassword);
