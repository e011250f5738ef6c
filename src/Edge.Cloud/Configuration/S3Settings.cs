namespace Edge.Cloud.Configuration;

/// <summary>Section <c>artifacts:s3</c>: a bucket that exists, in Amazon's S3 or in anything with its interface.</summary>
public sealed class S3Settings
{
    /// <summary>Address of the service, such as <c>https://minio.example:9000</c>; empty: Amazon's, in <see cref="Region"/>.</summary>
    public string ServiceUrl { get; init; } = "";

    /// <summary>Region, which requests are signed for. Default: <c>us-east-1</c>, which other services take too.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Name of the bucket.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>What every key begins with, such as <c>edge/</c>; empty: nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether the bucket is in the path rather than in the host's name, as services other than Amazon's want it. Default: true.</summary>
    public bool BucketInPath { get; init; } = true;

    /// <summary>Access key; empty: as Amazon's tools find it (environment, instance role).</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>File that holds the secret key; needed with <see cref="AccessKey"/>.</summary>
    public string SecretKeyFile { get; init; } = "";
}
