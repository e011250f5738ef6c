using System.Security.Cryptography;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Updates.Tuf;

/// <summary>Verified metadata in a folder: <c>root.json</c>, <c>timestamp.json</c> and so on (TUF 5.3.8: without version in the name).</summary>
public sealed class TrustedFolder : ITrustedFiles
{
    // A file name may have 255 bytes, and a replacement is written beside it under a longer one.
    private const int LongestName = 200;

    // What is read was verified before it was written; a file that has grown since is not read into memory.
    private const long MaximumBytes = 16 << 20;

    private readonly string _folder;

    /// <summary>Makes the folder if need be.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public TrustedFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
        if (Directory.Exists(_folder))
            return;
        Directory.CreateDirectory(_folder);
        DirectorySync.Flush(Path.GetDirectoryName(_folder)!);
    }

    /// <inheritdoc/>
    public byte[]? Read(string role)
    {
        FileInfo file = new(PathOf(role));
        return file.Exists && file.Length <= MaximumBytes ? File.ReadAllBytes(file.FullName) : null;
    }

    /// <inheritdoc/>
    public void Write(string role, ReadOnlySpan<byte> metadata) => DurableFile.Write(PathOf(role), metadata, DurableFile.Public);

    /// <inheritdoc/>
    public void Delete(string role)
    {
        File.Delete(PathOf(role));
        DirectorySync.Flush(_folder);
    }

    // Whoever delegates chooses the role's name: it must not lead anywhere else, whatever letters it has.
    private string PathOf(string role)
    {
        string name = Uri.EscapeDataString(role);
        if (name.Length > LongestName)
            name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(role)));
        return Path.Combine(_folder, name + ".json");
    }
}
