namespace Edge.Contracts.Receipts;

/// <summary>The program that judged.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 over its assemblies; 64 lower-case hexadecimal digits.</param>
public sealed record ReceiptSoftware(string Version, string Sha256);
