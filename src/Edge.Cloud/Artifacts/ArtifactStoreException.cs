namespace Edge.Cloud.Artifacts;

/// <summary>The store of big files can't be reached, or refuses; trying again later may help. The message holds no credentials.</summary>
public sealed class ArtifactStoreException(string message, Exception innerException) : Exception(message, innerException);
