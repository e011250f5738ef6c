using System.Security.Cryptography;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Configuration;
using Edge.Contracts.Updates.Publishing;

namespace Edge.Cloud.Releases;

/// <summary>The files of releases, by their hash. One that comes is written aside, hashed, and kept only when it is what its name says.</summary>
internal sealed class ReleaseFiles(IArtifactStore artifacts, ReleaseStore store, CloudSettings settings)
{
    private const int BufferBytes = 128 << 10;

    /// <summary>Takes a file.</summary>
    /// <exception cref="InvalidDataException">It has another hash, or is longer than allowed.</exception>
    /// <exception cref="ArtifactStoreException">The store can't be reached, or refuses.</exception>
    public async Task AddAsync(string sha256, Stream content, CancellationToken cancel)
    {
        string folder = Path.Combine(settings.DataPath, "incoming");
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        await using FileStream spool = new(Path.Combine(folder, Guid.NewGuid().ToString("N")), options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            if (spool.Length + read > settings.Releases.MaximumTargetBytes)
                throw new InvalidDataException($"the file is longer than {settings.Releases.MaximumTargetBytes} bytes (releases:maximumTargetBytes)");
            hash.AppendData(buffer, 0, read);
            await spool.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (actual != sha256)
            throw new InvalidDataException($"the file has the SHA-256 {actual}; its name says {sha256}");
        spool.Position = 0;
        await artifacts.PutAsync(KeyOf(sha256), spool, cancel);
        // Only now: what is noted is there.
        await store.AddFileAsync(sha256, spool.Length, cancel);
    }

    /// <summary>Opens a part of a target that was signed once; null when none ever was by that name.</summary>
    /// <param name="withHash">Its path with the hash in it, as it is served.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(string Sha256, long SizeBytes)?> FindAsync(string withHash, CancellationToken cancel)
    {
        if (TargetPaths.Parse(withHash) is not (string path, string sha256))
            return null;
        return await store.SizeOfTargetAsync(path, sha256, cancel) is { } size ? (sha256, size) : null;
    }

    /// <summary>Opens a part of a file.</summary>
    public Task<Stream?> OpenAsync(string sha256, long offset, long length, CancellationToken cancel) => artifacts.OpenAsync(KeyOf(sha256), offset, length, cancel);

    private static string KeyOf(string sha256) => $"releases/{sha256[..2]}/{sha256}";
}
