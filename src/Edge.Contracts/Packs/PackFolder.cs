namespace Edge.Contracts.Packs;

/// <summary>Reads a pack that is a folder. Links are refused, not followed.</summary>
internal static class PackFolder
{
    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    /// <summary>All files, by path with forward slashes.</summary>
    /// <exception cref="PackRefusedException">A name, a kind, a size or the number of files is not allowed.</exception>
    public static Dictionary<string, byte[]> Read(string folder, PackLimits limits)
    {
        PackContents contents = new(folder, limits);
        Read(new DirectoryInfo(folder), "", folder, contents);
        return contents.Files;
    }

    private static void Read(DirectoryInfo folder, string prefix, string origin, PackContents contents)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", EveryEntry))
        {
            string path = prefix + entry.Name;
            if (entry.LinkTarget is not null || (entry.Attributes & FileAttributes.ReparsePoint) != 0)
                throw new PackRefusedException(PackFault.Link, $"pack '{origin}': '{PackPaths.Shown(path)}' is a link; allowed: plain files");
            if (entry is DirectoryInfo inner)
            {
                PackPaths.Check(path, origin);
                Read(inner, path + "/", origin, contents);
            }
            else if (entry is FileInfo file)
            {
                contents.Add(path, file.Length, () => new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
            }
        }
    }
}
