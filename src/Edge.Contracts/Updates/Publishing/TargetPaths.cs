using System.Buffers;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>Names of target files where snapshots are consistent: the hash before the file's own name (TUF 6.2).</summary>
public static class TargetPaths
{
    private const int DigestLetters = 64;
    private const int LongestPath = 240;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary><c>models/a.pack</c> with its hash: <c>models/HASH.a.pack</c>.</summary>
    public static string WithHash(string path, string sha256)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int name = path.LastIndexOf('/') + 1;
        return $"{path[..name]}{sha256}.{path[name..]}";
    }

    /// <summary>The other way round; null where there is no hash.</summary>
    public static (string Path, string Sha256)? Parse(string withHash)
    {
        ArgumentNullException.ThrowIfNull(withHash);
        int name = withHash.LastIndexOf('/') + 1;
        ReadOnlySpan<char> file = withHash.AsSpan(name);
        return file.Length > DigestLetters + 1 && file[DigestLetters] == '.' && IsSha256(file[..DigestLetters])
            ? (string.Concat(withHash.AsSpan(0, name), file[(DigestLetters + 1)..]), new string(file[..DigestLetters]))
            : null;
    }

    /// <summary>Whether it is 64 lower-case hexadecimal digits.</summary>
    public static bool IsSha256(ReadOnlySpan<char> text) => text.Length == DigestLetters && !text.ContainsAnyExcept(HexDigits);

    /// <summary>Whether a target may have this name in a repository of releases: parts of letters, digits, <c>.</c>, <c>_</c>, <c>-</c> and <c>+</c>, none beginning with a dot, joined by slashes.</summary>
    public static bool IsPath(string? path) =>
        path is { Length: > 0 and <= LongestPath }
        && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+'));
}
