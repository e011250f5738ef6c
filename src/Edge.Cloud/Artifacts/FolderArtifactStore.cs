using Edge.Cloud.Storage;

namespace Edge.Cloud.Artifacts;

/// <summary>Files in a folder, at the path that their key is. Written beside, synced, renamed.</summary>
internal sealed class FolderArtifactStore : IArtifactStore
{
    private const int BufferBytes = 128 << 10;
    private readonly string _root;
    private readonly string _incoming;

    /// <summary>A store in <paramref name="root"/>, which is made when absent. What an earlier process left unfinished is removed after a day.</summary>
    public FolderArtifactStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        // No key begins with a dot: what is not finished can't be asked for.
        _incoming = Path.Combine(_root, ".incoming");
        Directory.CreateDirectory(_incoming);
        DateTime old = time.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (string left in Directory.EnumerateFiles(_incoming))
        {
            if (File.GetLastWriteTimeUtc(left) < old)
                File.Delete(left);
        }
    }

    /// <inheritdoc/>
    public async Task PutAsync(string key, Stream content, CancellationToken cancel)
    {
        string file = PathOf(key);
        string beside = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var writing = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(writing, BufferBytes, cancel);
                writing.Flush(flushToDisk: true);
            }

            CreateFolders(Path.GetDirectoryName(file)!);
            File.Move(beside, file, overwrite: true);
            PrivateFile.SyncFolder(Path.GetDirectoryName(file)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure("write", key, e);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <inheritdoc/>
    public Task<long?> SizeAsync(string key, CancellationToken cancel)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        string file = PathOf(key);
        try
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan)
            {
                Position = offset,
            };
            return Task.FromResult<Stream?>(length is { } limited && offset + limited < stream.Length ? new PartStream(stream, limited) : stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure("read", key, e);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure("delete", key, e);
        }

        return Task.CompletedTask;
    }

    private static ArtifactStoreException Failure(string what, string key, Exception e) => new($"could not {what} artifact '{key}': {e.Message}", e);

    private string PathOf(string key) => Path.Combine(_root, ArtifactKey.Check(key));

    /// <summary>Makes the folders that are missing, each durable in the one above.</summary>
    private void CreateFolders(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string above = Path.GetDirectoryName(folder)!;
        if (folder.Length > _root.Length)
            CreateFolders(above);
        Directory.CreateDirectory(folder);
        PrivateFile.SyncFolder(above);
    }
}
