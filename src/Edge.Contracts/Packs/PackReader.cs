using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>Opens packs, folders or zips, and believes nothing: names, number, sizes, compression and hashes are checked, and no file but the listed ones is allowed.</summary>
public static class PackReader
{
    /// <summary>Reads the pack at <paramref name="path"/> whole.</summary>
    /// <param name="path">A folder with a manifest, or a zip.</param>
    /// <param name="agent">Version of this agent, against the manifest's oldest.</param>
    /// <param name="limits">What it may be at most.</param>
    /// <exception cref="PackRefusedException">It is missing or wrong in any way; nothing else is thrown for what is wrong with a pack.</exception>
    public static Pack Open(string path, Version agent, PackLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(agent);
        limits ??= PackLimits.Default;
        try
        {
            Dictionary<string, byte[]> files = Directory.Exists(path) ? PackFolder.Read(path, limits) : PackZip.Read(path, limits);
            return Check(path, files, agent);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PackRefusedException(PackFault.Unreadable, $"pack '{path}' does not exist", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PackRefusedException(PackFault.Damaged, $"pack '{path}' is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PackRefusedException(PackFault.Unreadable, $"pack '{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>A pack of files that are in memory already, checked as if it had been read.</summary>
    /// <param name="origin">Where they are from, for errors.</param>
    /// <param name="files">All of them by path, the manifest among them. Not to be changed afterwards.</param>
    /// <param name="agent">Version of this agent, against the manifest's oldest.</param>
    /// <exception cref="PackRefusedException">It is wrong in any way.</exception>
    public static Pack FromFiles(string origin, IReadOnlyDictionary<string, byte[]> files, Version agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return Check(origin, new Dictionary<string, byte[]>(files, StringComparer.Ordinal), agent);
    }

    private static Pack Check(string origin, Dictionary<string, byte[]> files, Version agent)
    {
        if (!files.Remove(PackManifest.FileName, out byte[]? manifestBytes))
            throw new PackRefusedException(PackFault.MissingFile, $"pack '{origin}' has no {PackManifest.FileName}");
        PackSignatures? signatures = files.Remove(PackSignatures.FileName, out byte[]? signed) ? PackSignatures.Parse(signed, origin) : null;
        PackManifest manifest = PackManifest.Parse(manifestBytes, origin, agent);
        foreach (string present in files.Keys)
        {
            if (!manifest.Files.ContainsKey(present))
                throw new PackRefusedException(PackFault.UnlistedFile, $"pack '{origin}' holds '{present}', which its manifest doesn't list");
        }

        foreach ((string listed, string expected) in manifest.Files)
        {
            if (!files.TryGetValue(listed, out byte[]? bytes))
                throw new PackRefusedException(PackFault.MissingFile, $"pack '{origin}' lacks '{listed}', which its manifest lists");
            string actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (actual != expected)
                throw new PackRefusedException(PackFault.WrongHash, $"pack '{origin}': '{listed}' has SHA-256 {actual}; its manifest says {expected}");
        }

        return new Pack(origin, manifest, manifestBytes, signatures, files);
    }
}
