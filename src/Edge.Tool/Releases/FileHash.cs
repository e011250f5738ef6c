using System.Security.Cryptography;

namespace Edge.Tool.Releases;

/// <summary>SHA-256 of files, in lower-case hexadecimal digits.</summary>
internal static class FileHash
{
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Of(stream);
    }

    public static string Of(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));
}
