using System.IO.Compression;
using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>Writes packs; the same content gives the same bytes.</summary>
public static class PackWriter
{
    private const int PlainFile = 0x81A4;

    // The first time that a zip can hold: a pack does not depend on when it was made.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Completes <paramref name="manifest"/> with the hashes of <paramref name="files"/>.</summary>
    /// <param name="origin">The pack, for errors.</param>
    /// <param name="manifest">Its <see cref="PackManifest.Files"/> are replaced.</param>
    /// <param name="files">All but the manifest, by path.</param>
    /// <returns>All files, the manifest first: what <see cref="PackReader.FromFiles"/> and <see cref="WriteZip"/> take.</returns>
    /// <exception cref="PackRefusedException">The result would be refused by a reader.</exception>
    public static IReadOnlyDictionary<string, byte[]> Assemble(string origin, PackManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(files);
        PackManifest complete = manifest with
        {
            Files = new SortedDictionary<string, string>(
                files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value))), StringComparer.Ordinal),
        };
        PackManifestChecks.Check(complete, origin);
        return new Dictionary<string, byte[]>(files, StringComparer.Ordinal) { [PackManifest.FileName] = complete.ToUtf8() };
    }

    /// <summary>Writes <paramref name="files"/> as a zip, with <paramref name="manifest"/> completed by their hashes, and replaces <paramref name="path"/> in one step.</summary>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="PackRefusedException">The result would be refused by a reader.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static PackManifest Write(string path, PackManifest manifest, IReadOnlyDictionary<string, byte[]> files, PackLimits? limits = null)
    {
        IReadOnlyDictionary<string, byte[]> all = Assemble(path, manifest, files);
        WriteZip(path, all, limits);
        return PackManifest.Parse(all[PackManifest.FileName], path, new Version(int.MaxValue, 0));
    }

    /// <summary>Writes the files of a pack, manifest and signatures among them, as a zip, and replaces <paramref name="path"/> in one step.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="files">All files.</param>
    /// <param name="limits">What readers allow.</param>
    /// <param name="compress">Whether files are compressed. Without, a small change of a model stays a small change of the pack, which deltas live from.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void WriteZip(string path, IReadOnlyDictionary<string, byte[]> files, PackLimits? limits = null, bool compress = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(files);
        limits ??= PackLimits.Default;
        string temporary = path + ".part";
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
                {
                    foreach (string name in InOrder(files.Keys))
                        Add(zip, name, files[name], compress && !WouldLookLikeABomb(files[name], limits));
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Writes the files of a pack, manifest and signatures among them, into the folder <paramref name="path"/>: a new one, an empty one,
    /// or that of an older pack, whose listed files are removed first. Other files are never touched.
    /// </summary>
    /// <exception cref="PackRefusedException">The folder holds something else than a pack.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void WriteFolder(string path, IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(files);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            // Only what is a sound pack is overwritten, so that a slip of the pen costs nobody a folder.
            Pack old = PackReader.Open(path, new Version(int.MaxValue, 0));
            foreach (string name in old.Manifest.Files.Keys.Append(PackSignatures.FileName))
                File.Delete(Path.Combine(path, name));
        }

        foreach (string name in InOrder(files.Keys).Reverse())
        {
            // The manifest comes last: a folder without one is no pack.
            PackPaths.Check(name, path);
            string file = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, files[name]);
        }
    }

    // The manifest first, its signatures next: who streams a pack knows what to expect.
    private static IEnumerable<string> InOrder(IEnumerable<string> names) => names
        .OrderBy(name => name switch { PackManifest.FileName => 0, PackSignatures.FileName => 1, _ => 2 })
        .ThenBy(name => name, StringComparer.Ordinal);

    private static void Add(ZipArchive zip, string name, byte[] bytes, bool compress)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = EntryTime;
        // A plain file, rw-r--r--, whatever system it is written on.
        entry.ExternalAttributes = PlainFile << 16;
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
