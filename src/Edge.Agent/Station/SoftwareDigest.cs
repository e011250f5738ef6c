using System.Security.Cryptography;
using System.Text;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Station;

/// <summary>Which program this is, by its bytes.</summary>
internal static class SoftwareDigest
{
    /// <summary>Version, and SHA-256 over the names and contents of the assemblies beside this one, in the order of their names.</summary>
    public static ReceiptSoftware Of(string version, string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\n"));
            using FileStream content = File.OpenRead(file);
            all.AppendData(SHA256.HashData(content));
        }

        return new ReceiptSoftware(version, Convert.ToHexStringLower(all.GetHashAndReset()));
    }
}
