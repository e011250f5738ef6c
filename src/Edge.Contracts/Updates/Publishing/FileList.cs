namespace Edge.Contracts.Updates.Publishing;

/// <summary>Files by their SHA-256, 64 lower-case hexadecimal digits each.</summary>
/// <param name="Sha256">The hashes.</param>
public sealed record FileList(IReadOnlyList<string> Sha256);
