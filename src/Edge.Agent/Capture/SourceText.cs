namespace Edge.Agent.Capture;

/// <summary>What characters a part of a source's text has.</summary>
internal static class SourceText
{
    /// <summary>Whether every character may stand in a URL's scheme, and the first is a letter.</summary>
    public static bool ContainsOnlySchemeCharacters(this ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        return text.Length > 0 && char.IsAsciiLetter(text[0]);
    }

    /// <summary>Whether it is one digit or more and nothing else.</summary>
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) =>
        text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
