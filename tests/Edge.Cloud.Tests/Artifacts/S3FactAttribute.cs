namespace Edge.Cloud.Tests.Artifacts;

/// <summary>A test that needs a server with S3's interface, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute()
    {
        if (S3Server.Program is null)
            Skip = "needs node and s3rver: npm install --ignore-scripts --prefix .edge/s3rver s3rver@3.7.1";
    }
}
