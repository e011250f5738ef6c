namespace Edge.Contracts.Messages;

/// <summary>The annotated picture of an alert, on the device.</summary>
/// <param name="Id">Name under which the device gives it out; no path of the device's own.</param>
/// <param name="Digest">SHA-256 of the JPEG file, <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="SizeBytes">Size of the JPEG file.</param>
/// <param name="ThumbnailTopic">Topic of the thumbnail; absent where there is none.</param>
public sealed record AlertEvidence(string Id, string Digest, long SizeBytes, string? ThumbnailTopic = null);
