using System.Buffers;

namespace Edge.Cloud.Artifacts;

/// <summary>What a key of <see cref="IArtifactStore"/> may be: the same in a folder and in a bucket, and never a way out of them.</summary>
public static class ArtifactKey
{
    private const int LongestKey = 512;
    private const int LongestPart = 200;
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether it is one.</summary>
    public static bool IsValid(string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > LongestKey)
            return false;
        foreach (Range part in key.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> name = key.AsSpan()[part];
            if (name.IsEmpty || name.Length > LongestPart || name[0] == '.' || name.ContainsAnyExcept(Allowed))
                return false;
        }

        return true;
    }

    /// <summary>Passes a key on.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Check(string key) => IsValid(key)
        ? key
        : throw new ArgumentException($"'{key}' is no artifact key: parts of letters, digits, '.', '_' and '-' that do not begin with a dot, joined by '/', at most {LongestKey} characters", nameof(key));
}
