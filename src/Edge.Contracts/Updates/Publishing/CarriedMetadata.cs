namespace Edge.Contracts.Updates.Publishing;

/// <summary>All metadata that a device needs which a repository is carried to.</summary>
/// <param name="Files">File names, such as <c>3.root.json</c> and <c>timestamp.json</c>, with their bytes.</param>
public sealed record CarriedMetadata(IReadOnlyDictionary<string, byte[]> Files);
