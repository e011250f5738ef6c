using System.Globalization;
using System.Text;

namespace Edge.Contracts.Packs;

/// <summary>The paths that files in a pack may have: a few plain ASCII names with forward slashes, the same on every system.</summary>
public static class PackPaths
{
    private const int MaximumLength = 200;
    private const int MaximumDepth = 4;
    private const int MaximumShown = 100;

    /// <summary>What is wrong with <paramref name="path"/>, in words that follow the path; null when nothing is.</summary>
    public static string? Fault(string path) => Find(path)?.Words;

    /// <summary>Refuses <paramref name="path"/> if something is wrong with it.</summary>
    /// <exception cref="PackRefusedException">Naming it.</exception>
    internal static void Check(string path, string origin)
    {
        if (Find(path) is var (fault, words))
            throw new PackRefusedException(fault, $"pack '{origin}': '{Shown(path)}' {words}");
    }

    /// <summary>A text from outside as it may go to a terminal or a log: what would steer either spelled out, cut where it is too long.</summary>
    internal static string Shown(string text, int maximum = MaximumShown)
    {
        if (text.Length <= maximum && !text.Any(Steers))
            return text;
        StringBuilder shown = new();
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, maximum)))
        {
            if (Steers(letter))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                shown.Append(letter);
        }

        return text.Length > maximum ? shown.Append('…').ToString() : shown.ToString();
    }

    // Control characters, and those that turn or hide what stands beside them.
    private static bool Steers(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static (PackFault Fault, string Words)? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > MaximumLength)
            return (PackFault.ForbiddenName, $"has {path.Length} characters; allowed: 1 to {MaximumLength}");
        if (path[0] == '/')
            return (PackFault.PathOutside, "is absolute; allowed: paths inside the pack");
        if (path.Contains('\\', StringComparison.Ordinal))
            return (PackFault.PathOutside, "has a backslash, which some systems take for a folder; allowed: forward slashes");
        if (path.Length > 1 && path[1] == ':')
            return (PackFault.PathOutside, "names a drive; allowed: paths inside the pack");
        string[] names = path.Split('/');
        if (names.Any(name => name is "." or ".."))
            return (PackFault.PathOutside, "leads out of its folder; allowed: paths inside the pack");
        if (names.Length > MaximumDepth)
            return (PackFault.ForbiddenName, $"is {names.Length} levels deep; allowed: {MaximumDepth}");
        foreach (string name in names)
        {
            if (name.Length == 0)
                return (PackFault.ForbiddenName, "has an empty name");
            // Plain ASCII: no two spellings of one letter, no invisible letters, nothing that a terminal would obey.
            if (name[0] == '.' || name[^1] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
                return (PackFault.ForbiddenName, "has a name that is not allowed; allowed: letters, digits, '.', '_' and '-', no '.' at the ends");
        }

        return null;
    }
}
