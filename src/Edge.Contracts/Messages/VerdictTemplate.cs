namespace Edge.Contracts.Messages;

/// <summary>A defect-free template that a part was compared with.</summary>
/// <param name="Name">Its name within the product.</param>
/// <param name="Digest">SHA-256 of its file, <c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record VerdictTemplate(string Name, string Digest);
