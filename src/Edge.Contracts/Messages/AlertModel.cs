namespace Edge.Contracts.Messages;

/// <summary>The detector behind an alert.</summary>
/// <param name="Name">Name of the pack or file.</param>
/// <param name="Version">Version of the pack; empty for a bare file.</param>
/// <param name="Digest">SHA-256 of the ONNX file, <c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record AlertModel(string Name, string Version, string Digest);
