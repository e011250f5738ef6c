using System.Buffers.Binary;
using System.IO.Compression;

namespace Edge.Contracts.Packs;

/// <summary>Reads a pack that is a zip.</summary>
internal static class PackZip
{
    private const int EndRecordBytes = 22;
    private const uint EndRecordSignature = 0x06054b50;
    private const int TypeMask = 0xF000;
    private const int PlainFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>All files, by path with forward slashes.</summary>
    /// <exception cref="PackRefusedException">It is no zip, or a name, a kind, a size or the number of files is not allowed.</exception>
    public static Dictionary<string, byte[]> Read(string path, PackLimits limits)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        CheckDirectory(file, path, limits);
        using ZipArchive zip = new(file, ZipArchiveMode.Read);
        PackContents contents = new(path, limits);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            int type = (entry.ExternalAttributes >> 16) & TypeMask;
            if (entry.FullName.EndsWith('/') && type is 0 or Folder && entry.Length == 0)
            {
                PackPaths.Check(entry.FullName[..^1], path);
                continue;
            }

            if (type is not (0 or PlainFile))
                throw new PackRefusedException(PackFault.Link, $"pack '{path}': '{PackPaths.Shown(entry.FullName)}' is a link or a device; allowed: plain files");
            if (entry.IsEncrypted)
                throw new PackRefusedException(PackFault.Damaged, $"pack '{path}': '{PackPaths.Shown(entry.FullName)}' is encrypted");
            if (entry.Length > Math.Max(entry.CompressedLength, 1) * limits.MaximumRatio)
            {
                throw new PackRefusedException(
                    PackFault.Bomb,
                    $"pack '{path}': '{PackPaths.Shown(entry.FullName)}' grows from {entry.CompressedLength} to {entry.Length} bytes; allowed: {limits.MaximumRatio} times");
            }

            contents.Add(entry.FullName, entry.Length, entry.Open);
        }

        return contents.Files;
    }

    /// <summary>
    /// Looks at the record at the end before the archive's directory is read into memory: a directory of millions of entries would be a bomb of its own.
    /// The directory must end where the record begins and the record where the file ends, so that nothing can hide between or behind.
    /// </summary>
    private static void CheckDirectory(FileStream file, string path, PackLimits limits)
    {
        if (file.Length < EndRecordBytes || file.Length > limits.MaximumTotalBytes)
            throw new PackRefusedException(file.Length < EndRecordBytes ? PackFault.Damaged : PackFault.Oversize, $"pack '{path}' has {file.Length} bytes; allowed: a zip of {EndRecordBytes} to {limits.MaximumTotalBytes}");
        Span<byte> record = stackalloc byte[EndRecordBytes];
        file.Seek(-EndRecordBytes, SeekOrigin.End);
        file.ReadExactly(record);
        file.Seek(0, SeekOrigin.Begin);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != EndRecordSignature)
            throw new PackRefusedException(PackFault.Damaged, $"pack '{path}' is not a zip, is cut short, or has a comment");
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long directoryBytes = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long directoryStart = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (entries > limits.MaximumFiles * 2)
            throw new PackRefusedException(PackFault.Oversize, $"pack '{path}' has {entries} entries; allowed: {limits.MaximumFiles} files");
        if (directoryStart + directoryBytes != file.Length - EndRecordBytes || directoryBytes > limits.MaximumManifestBytes)
            throw new PackRefusedException(PackFault.Damaged, $"pack '{path}' has a damaged directory");
    }
}
