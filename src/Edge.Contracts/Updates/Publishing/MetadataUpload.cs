namespace Edge.Contracts.Updates.Publishing;

/// <summary>What a releaser signed, for a cloud to check and to serve.</summary>
/// <param name="Roots">Root files that the cloud lacks, in the order of their versions; at the first time from version 1 on.</param>
/// <param name="Targets">The targets file; null: as before.</param>
public sealed record MetadataUpload(IReadOnlyList<byte[]> Roots, byte[]? Targets);
