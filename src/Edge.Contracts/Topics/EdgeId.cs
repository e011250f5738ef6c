namespace Edge.Contracts.Topics;

/// <summary>Ids that stand in topics: sites, devices, cameras, stations, commands.</summary>
public static class EdgeId
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether <paramref name="value"/> is 1 to 64 letters (a to z, A to Z), digits, <c>-</c> or <c>_</c>: safe as a topic level, a file name and in a URL.</summary>
    public static bool IsValid(ReadOnlySpan<char> value)
    {
        if (value.Length is 0 or > MaximumLength)
            return false;
        foreach (char c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return true;
    }

    /// <summary><paramref name="value"/> itself where it is valid.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Require(string value, string what) =>
        IsValid(value)
            ? value
            : throw new ArgumentException($"{what} '{value}' is not an id: 1 to {MaximumLength} letters, digits, '-' and '_' are allowed.", what);
}
