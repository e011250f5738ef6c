namespace Edge.Contracts.Updates.Tuf;

/// <summary>Patterns of target paths (TUF 4.5, PATHPATTERN): <c>*</c> and <c>?</c> stand for letters within one part of a path, never for a slash; case counts.</summary>
internal static class TufPathPattern
{
    public static bool Matches(string pattern, string path)
    {
        string[] wanted = pattern.Split('/');
        string[] parts = path.Split('/');
        return wanted.Length == parts.Length && wanted.Zip(parts).All(pair => PartMatches(pair.First, pair.Second));
    }

    // Greedy with one place to come back to: linear in memory, at worst quadratic in time, whatever the pattern.
    private static bool PartMatches(string pattern, string text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int after = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*')))
            {
                p++;
                t++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                after = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++after;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
