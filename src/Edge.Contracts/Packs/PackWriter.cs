using System.IO.Compression;
using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>Writes packs; the same content gives the same bytes.</summary>
public static class PackWriter
{
    // The first time that a zip can hold: a pack does not depend on when it was made.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes <paramref name="files"/> as a zip, with <paramref name="manifest"/> completed by their hashes, and replaces <paramref name="path"/> in one step.</summary>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="PackRefusedException">The result would be refused by a reader.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static PackManifest Write(string path, PackManifest manifest, IReadOnlyDictionary<string, byte[]> files, PackLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(files);
        limits ??= PackLimits.Default;
        PackManifest complete = manifest with
        {
            Files = new SortedDictionary<string, string>(
                files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value))), StringComparer.Ordinal),
        };
        PackManifestChecks.Check(complete, path);

        string temporary = path + ".part";
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                Add(zip, PackManifest.FileName, complete.ToUtf8(), limits);
                foreach (string name in complete.Files.Keys)
                    Add(zip, name, files[name], limits);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        return complete;
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes, PackLimits limits)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, WouldLookLikeABomb(bytes, limits) ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        entry.LastWriteTime = EntryTime;
        using Stream stream = entry.Open();
        stream.Write(bytes);
    }

    // Golden inputs of one colour shrink a thousandfold, which readers refuse.
    private static bool WouldLookLikeABomb(byte[] bytes, PackLimits limits)
    {
        using MemoryStream shrunk = new();
        using (DeflateStream deflate = new(shrunk, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes);
        return bytes.Length > shrunk.Length * limits.MaximumRatio / 2;
    }
}
