using Edge.Cloud.Artifacts;
using Edge.Testing;

namespace Edge.Cloud.Tests.Artifacts;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-artifacts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Store_InAFolder_KeepsToTheContract() => ArtifactStoreContract.HoldsAsync(Store());

    [Fact]
    public async Task Put_ThatBreaksInTheMiddle_LeavesWhatWasThere()
    {
        FolderArtifactStore store = Store();
        await store.PutAsync("a/b", new MemoryStream([1, 2, 3]), CancellationToken.None);

        await Assert.ThrowsAsync<ArtifactStoreException>(() => store.PutAsync("a/b", new BrokenStream(), CancellationToken.None));

        byte[]? read = await ArtifactStoreContract.ReadAsync(store, "a/b");
        Assert.Equal([1, 2, 3], read!);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, ".incoming")));
    }

    [Fact]
    public void Store_AfterACrash_RemovesWhatIsOldAndUnfinished()
    {
        _ = Store();
        string old = Path.Combine(_folder, ".incoming", "old");
        string young = Path.Combine(_folder, ".incoming", "young");
        var time = new ManualTimeProvider();
        File.WriteAllText(old, "half");
        File.SetLastWriteTimeUtc(old, time.GetUtcNow().UtcDateTime.AddDays(-2));
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(young, time.GetUtcNow().UtcDateTime.AddHours(-2));

        _ = new FolderArtifactStore(_folder, time);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young), "another instance may be at it");
    }

    private FolderArtifactStore Store() => new(_folder, TimeProvider.System);

    /// <summary>Gives some bytes, then fails as a lost connection does.</summary>
    private sealed class BrokenStream() : MemoryStream(new byte[1000])
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.Write(new byte[10]);
            throw new IOException("the connection was lost");
        }
    }
}
