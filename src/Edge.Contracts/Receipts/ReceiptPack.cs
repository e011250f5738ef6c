namespace Edge.Contracts.Receipts;

/// <summary>A pack that took part in judging.</summary>
/// <param name="Role">What for.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of its manifest (which lists that of each file), or of the file where it is one; 64 lower-case hexadecimal digits.</param>
public sealed record ReceiptPack(ReceiptPackRole Role, string Name, string Version, string Sha256);
