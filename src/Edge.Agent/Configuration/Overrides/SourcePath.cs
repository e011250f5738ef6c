using Edge.Agent.Configuration.Description;

namespace Edge.Agent.Configuration.Overrides;

/// <summary>Makes the paths within sources full ones.</summary>
internal static class SourcePath
{
    /// <summary><paramref name="source"/> with the path of <c>file:</c>, <c>images:</c>, <c>conveyor:</c> or a bare path taken from <paramref name="folder"/>.</summary>
    public static string Resolve(string source, string folder)
    {
        string scheme = SourceType.SchemeOf(source);
        string path = scheme.Length == 0 ? source : source[(scheme.Length + 1)..];
        if (scheme is not ("" or "file" or "images" or "conveyor") || string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal))
            return source;
        string full = Path.GetFullPath(Path.Combine(folder, path));
        return scheme.Length == 0 ? full : $"{scheme}:{full}";
    }
}
