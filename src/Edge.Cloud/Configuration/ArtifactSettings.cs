using Edge.Cloud.Artifacts;

namespace Edge.Cloud.Configuration;

/// <summary>Section <c>artifacts</c>: where big files lie.</summary>
public sealed class ArtifactSettings
{
    /// <summary><c>folder</c> (one instance, or a folder that all share) or <c>s3</c> (any number of instances). Default: folder.</summary>
    public ArtifactStoreKind Kind { get; init; } = ArtifactStoreKind.Folder;

    /// <summary>The folder; empty: <c>artifacts</c> in the data folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>The bucket; only for <c>s3</c>.</summary>
    public S3Settings S3 { get; init; } = new();
}
