namespace Edge.Cloud.Security;

/// <summary>What a session or a token opens.</summary>
/// <param name="Operator">Operator's name.</param>
/// <param name="Role">The lesser of the operator's role and the token's own.</param>
/// <param name="Csrf">What unsafe requests must carry in <c>X-CSRF-Token</c>; null for tokens, which no browser sends by itself.</param>
internal sealed record Access(string Operator, OperatorRole Role, string? Csrf);
