using Edge.Contracts.Packs;

namespace Edge.Tool.Packs;

/// <summary>Where a pack is written: a zip by its ending, otherwise a folder.</summary>
internal static class PackTarget
{
    /// <summary>Whether <paramref name="path"/> names a zip.</summary>
    public static bool IsZip(string path) =>
        !Directory.Exists(path) && Path.GetExtension(path).ToLowerInvariant() is ".pack" or ".zip";

    /// <summary>Writes all files of a pack.</summary>
    /// <exception cref="PackRefusedException">The folder holds something else than a pack.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, byte[]> files)
    {
        if (IsZip(path))
            PackWriter.WriteZip(path, files);
        else
            PackWriter.WriteFolder(path, files);
    }

    /// <summary>Replaces one file in one step.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void ReplaceFile(string path, byte[] bytes)
    {
        string temporary = path + ".part";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>All files of <paramref name="pack"/>, manifest and signatures among them.</summary>
    public static Dictionary<string, byte[]> FilesOf(Pack pack)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal) { [PackManifest.FileName] = pack.ManifestBytes.ToArray() };
        if (pack.Signatures.Signatures.Count > 0)
            files[PackSignatures.FileName] = pack.Signatures.ToUtf8();
        foreach (string name in pack.Manifest.Files.Keys)
            files[name] = pack.File(name);
        return files;
    }
}
