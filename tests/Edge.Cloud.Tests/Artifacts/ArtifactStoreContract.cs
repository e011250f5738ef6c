using Edge.Cloud.Artifacts;

namespace Edge.Cloud.Tests.Artifacts;

/// <summary>What every store of big files keeps to.</summary>
internal static class ArtifactStoreContract
{
    public static async Task HoldsAsync(IArtifactStore store)
    {
        await ComesBackAsync(store, "releases/targets/whole.bin", 300_000);
        await ComesBackAsync(store, "empty", 0);
        await GivesPartsAsync(store);
        await ReplacesAndDeletesAsync(store);
        await KnowsWhatIsNotThereAsync(store);
    }

    public static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task<byte[]?> ReadAsync(IArtifactStore store, string key, long offset = 0, long? length = null)
    {
        await using Stream? stream = await store.OpenAsync(key, offset, length, CancellationToken.None);
        if (stream is null)
            return null;
        var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    private static async Task ComesBackAsync(IArtifactStore store, string key, int length)
    {
        byte[] bytes = Bytes(length);
        var content = new MemoryStream(bytes);
        await store.PutAsync(key, content, CancellationToken.None);

        Assert.True(content.CanRead, "the caller's stream was closed");
        Assert.Equal(length, await store.SizeAsync(key, CancellationToken.None));
        Assert.Equal(bytes, await ReadAsync(store, key));
    }

    private static async Task GivesPartsAsync(IArtifactStore store)
    {
        byte[] bytes = Bytes(200_000);
        await store.PutAsync("parts", new MemoryStream(bytes), CancellationToken.None);

        Assert.Equal(bytes[150_000..], await ReadAsync(store, "parts", 150_000));
        Assert.Equal(bytes[10..20], await ReadAsync(store, "parts", 10, 10));
        Assert.Equal(bytes[..1], await ReadAsync(store, "parts", 0, 1));
        Assert.Empty((await ReadAsync(store, "parts", 5, 0))!);
        Assert.Equal(bytes, await ReadAsync(store, "parts", 0, 200_000));
    }

    private static async Task ReplacesAndDeletesAsync(IArtifactStore store)
    {
        await store.PutAsync("changing", new MemoryStream([1, 2, 3]), CancellationToken.None);
        await store.PutAsync("changing", new MemoryStream([4]), CancellationToken.None);
        Assert.Equal(4, Assert.Single((await ReadAsync(store, "changing"))!));

        await store.DeleteAsync("changing", CancellationToken.None);
        await store.DeleteAsync("changing", CancellationToken.None);
        Assert.Null(await store.SizeAsync("changing", CancellationToken.None));
    }

    private static async Task KnowsWhatIsNotThereAsync(IArtifactStore store)
    {
        Assert.Null(await store.SizeAsync("nothing/here", CancellationToken.None));
        Assert.Null(await ReadAsync(store, "nothing/here"));
        Assert.Null(await ReadAsync(store, "nothing/here", 3, 0));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync("../outside", new MemoryStream(), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync("/etc/passwd", 0, null, CancellationToken.None));
    }
}
