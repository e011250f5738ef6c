namespace Edge.Contracts.Messages;

/// <summary>The annotated picture of a part, kept on the device. The verdict does not wait for it to be written.</summary>
/// <param name="Id">Name under which the device gives it out: its path below the evidence folder.</param>
/// <param name="Digest">SHA-256 of the picture file, <c>sha256:</c> and 64 hexadecimal digits; absent where it was not written yet.</param>
/// <param name="Topic">Topic of the thumbnail; absent where there is none.</param>
public sealed record VerdictEvidence(string Id, string? Digest = null, string? Topic = null);
