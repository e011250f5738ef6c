using Edge.Cloud.Artifacts;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Tests.Artifacts;

public sealed class S3ArtifactStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-s3-key-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [S3Fact]
    public async Task Store_InABucket_KeepsToTheContract()
    {
        await using S3Server server = await S3Server.StartAsync();
        using var store = new S3ArtifactStore(Settings(server));

        await ArtifactStoreContract.HoldsAsync(store);

        Assert.True(File.Exists(Path.Combine(server.Folder, "edge", "fleet", "parts._S3rver_object")), "the bucket has another name for it, or the prefix is missing");
    }

    [S3Fact]
    public async Task Put_OfALargeFile_ArrivesInParts()
    {
        await using S3Server server = await S3Server.StartAsync();
        using var store = new S3ArtifactStore(Settings(server), partBytes: 5 << 20);
        byte[] bytes = ArtifactStoreContract.Bytes(12 << 20);

        await store.PutAsync("large", new MemoryStream(bytes), CancellationToken.None);

        Assert.Equal(bytes.Length, await store.SizeAsync("large", CancellationToken.None));
        byte[]? read = await ArtifactStoreContract.ReadAsync(store, "large");
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        Assert.Equal(bytes[(6 << 20)..((6 << 20) + 9)], await ArtifactStoreContract.ReadAsync(store, "large", 6 << 20, 9));
    }

    [S3Fact]
    public async Task Store_ThatIsRefused_SaysWhatAndNotTheSecret()
    {
        await using S3Server server = await S3Server.StartAsync();
        using var store = new S3ArtifactStore(Settings(server, "SOMEBODY", "TOP-SECRET"));

        ArtifactStoreException refused = await Assert.ThrowsAsync<ArtifactStoreException>(
            () => store.PutAsync("a", new MemoryStream([1]), CancellationToken.None));

        Assert.Contains("'a'", refused.Message);
        Assert.DoesNotContain("TOP-SECRET", refused.ToString());
    }

    [Fact]
    public void Store_WithoutBucketOrSecret_SaysWhichSettingIsMissing()
    {
        Assert.Contains("artifacts:s3:bucket", Assert.Throws<InvalidOperationException>(() => new S3ArtifactStore(new S3Settings())).Message);
        Assert.Contains(
            "artifacts:s3:secretKeyFile",
            Assert.Throws<InvalidOperationException>(() => new S3ArtifactStore(new S3Settings { Bucket = "b", AccessKey = "k" })).Message);
    }

    private S3Settings Settings(S3Server server, string key = "S3RVER", string secret = "S3RVER")
    {
        string file = Path.Combine(_folder, "secret");
        File.WriteAllText(file, secret + "\n");
        return new S3Settings { ServiceUrl = server.Url, Bucket = "edge", Prefix = "fleet/", AccessKey = key, SecretKeyFile = file };
    }
}
