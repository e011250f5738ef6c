namespace Edge.Agent.Updates.Tuf;

/// <summary>A repository in a folder, such as one on a USB stick. Nothing outside of the folder is ever opened, nor what isn't a plain file.</summary>
/// <param name="folder">The folder.</param>
public sealed class FolderRepositoryFiles(string folder) : IRepositoryFiles
{
    /// <inheritdoc/>
    public Task<RepositoryFile?> OpenAsync(string path, long offset, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Open(path, offset));
    }

    private RepositoryFile? Open(string path, long offset)
    {
        string[] parts = [.. path.Split('/').Select(Uri.UnescapeDataString)];
        if (parts.Any(part => part is "" or "." or ".." || part.AsSpan().ContainsAny("/\\\0")))
            return null;
        try
        {
            FileInfo file = new(Path.Combine([folder, .. parts]));
            if (!file.Exists)
                return null;
            if (parts.Select((_, i) => Path.Combine([folder, .. parts[..(i + 1)]])).Any(at => new FileInfo(at).LinkTarget is not null))
                throw new ReleaseUnavailableException($"'{file.FullName}' is, or lies behind, a link; allowed: plain files in plain folders");
            // A pipe or a device has no length either, and opening one could wait for ever.
            if (file.Length == 0)
                return new RepositoryFile(Stream.Null, 0);
            FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            long begins = Math.Min(offset, stream.Length);
            stream.Position = begins;
            return new RepositoryFile(stream, begins);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReleaseUnavailableException($"'{path}' in '{folder}' can't be read: {e.Message}", e);
        }
    }
}
