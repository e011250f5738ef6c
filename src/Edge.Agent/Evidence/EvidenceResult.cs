namespace Edge.Agent.Evidence;

/// <summary>What became of one snapshot.</summary>
/// <param name="AlertId">Whose it is.</param>
/// <param name="RelativePath">Where it lies under the evidence folder, with forward slashes; null when it was not kept.</param>
/// <param name="SizeBytes">Size of the file; 0 when it was not kept.</param>
/// <param name="Thumbnail">A small JPEG of the same, to be published; null when none is configured or the picture was lost.</param>
/// <param name="Failure">Why it was not kept; null when it was.</param>
public sealed record EvidenceResult(Guid AlertId, string? RelativePath, long SizeBytes, byte[]? Thumbnail, string? Failure);
