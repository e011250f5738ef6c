namespace Edge.Cloud.Artifacts;

/// <summary>Where big files lie.</summary>
public enum ArtifactStoreKind
{
    /// <summary>In a folder.</summary>
    Folder,

    /// <summary>In a bucket of S3, or of what has its interface.</summary>
    S3,
}
