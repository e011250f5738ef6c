namespace Edge.Agent.Configuration.Checking;

/// <summary>Finds the word that was probably meant.</summary>
internal static class DidYouMean
{
    private const int LongestWord = 64;

    /// <summary>The nearest of <paramref name="allowed"/>, where no more than about a third of the letters differ; else empty.</summary>
    public static string Nearest(string found, IEnumerable<string> allowed)
    {
        string best = "";
        if (found.Length is 0 or > LongestWord)
            return best;
        int bestDistance = int.MaxValue;
        foreach (string word in allowed)
        {
            if (word.Length > LongestWord)
                continue;
            int distance = Distance(found.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance <= Math.Max(1, Math.Max(found.Length, word.Length) / 3) && distance < bestDistance && distance < word.Length)
                (best, bestDistance) = (word, distance);
        }

        return best;
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, changes and swaps of neighbours.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
