namespace Edge.Contracts.Packs;

/// <summary>The paths that files in a pack may have: a few plain names with forward slashes, the same on every system.</summary>
public static class PackPaths
{
    private const int MaximumLength = 200;
    private const int MaximumDepth = 4;

    /// <summary>What is wrong with <paramref name="path"/>, in words that follow the path; null when nothing is.</summary>
    public static string? Fault(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > MaximumLength)
            return $"has {path.Length} characters; allowed: 1 to {MaximumLength}";
        if (path[0] == '/')
            return "is absolute; allowed: paths inside the pack";
        string[] names = path.Split('/');
        if (names.Length > MaximumDepth)
            return $"is {names.Length} levels deep; allowed: {MaximumDepth}";
        foreach (string name in names)
        {
            if (name is "." or "..")
                return "leads out of its folder; allowed: paths inside the pack";
            if (name.Length == 0)
                return "has an empty name";
            if (name[0] == '.' || name[^1] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
                return "has a name that is not allowed; allowed: letters, digits, '.', '_' and '-', no '.' at the ends";
        }

        return null;
    }
}
