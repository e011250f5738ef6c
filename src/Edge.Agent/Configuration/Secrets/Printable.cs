using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Edge.Agent.Configuration.Secrets;

/// <summary>Makes what was found in a file fit to be printed: quoted, short, one line, without credentials.</summary>
internal static partial class Printable
{
    private const int LongestValue = 60;
    private const int LongestList = 24;

    /// <summary>A value in quotes: URL user info and queries hidden, control characters escaped, cut at 60 characters.</summary>
    public static string Quote(string value) => $"\"{Plain(value)}\"";

    /// <summary>The same without quotes, for keys within paths.</summary>
    public static string Plain(string value)
    {
        // The cut comes before the redaction so that a long value costs nothing, and after a margin so that the redaction sees whole URLs.
        string shown = Redact(value.Length > 4096 ? value[..4096] : value);
        bool cut = shown.Length > LongestValue;
        var text = new StringBuilder();
        foreach (char c in cut ? shown[..LongestValue] : shown)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text.Append($"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return text.Append(cut ? "…" : "").ToString();
    }

    /// <summary>Words in quotes, with commas; a long list is cut with its length said.</summary>
    public static string List(IReadOnlyList<string> words) =>
        string.Join(", ", words.Take(LongestList).Select(Quote)) + (words.Count > LongestList ? $", … ({words.Count} in all)" : "");

    /// <summary>Hides the user info and the query of every URL in <paramref name="text"/>.</summary>
    public static string Redact(string text) => Query().Replace(UserInfo().Replace(text, "$1***@"), "$1***");

    // The user info reaches to the last @ before the host ends: a password with an unescaped @ or / must not leave its tail.
    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.\-]*:/{1,2})[^\s""']*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(://[^\s?""']*\?)[^\s""']+")]
    private static partial Regex Query();
}
