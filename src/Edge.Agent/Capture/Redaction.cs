using System.Text.RegularExpressions;

namespace Edge.Agent.Capture;

/// <summary>
/// Takes credentials out of URLs and pipelines. Errs on the side of hiding:
/// what only looks like user information goes too.
/// </summary>
internal static partial class Redaction
{
    /// <summary>A URL without user information, and with <c>***</c> for what its query gives to names that sound secret.</summary>
    public static string OfUrl(string url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return SecretValue().Replace(url, "$1***");
        start += 3;
        int end = UserInfoEnd(url, start);
        return SecretValue().Replace(string.Concat(url.AsSpan(0, start), url.AsSpan(end)), "$1***");
    }

    /// <summary>A GStreamer pipeline without the user information of URLs in it, and with <c>***</c> for the values of secret properties.</summary>
    public static string OfPipeline(string pipeline) =>
        SecretProperty().Replace(UrlInText().Replace(pipeline, url => OfUrl(url.Value)), "$1***");

    /// <summary>Whether a URL's user or password holds a character that should have been percent-encoded, so that it cannot be told from the host and path.</summary>
    public static bool HasUnencodedUserInfo(string url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = UserInfoEnd(url, start);
        if (end == start)
            return false;
        ReadOnlySpan<char> userInfo = url.AsSpan(start, end - 1 - start);
        int colon = userInfo.IndexOf(':');
        return userInfo.IndexOfAny("/?#@ ") >= 0 || (colon >= 0 && userInfo[(colon + 1)..].Contains(':'));
    }

    // Index behind the '@' that ends the user information, or start without one.
    private static int UserInfoEnd(string url, int start)
    {
        int authorityEnd = url.AsSpan(start).IndexOfAny("/?#") is var found && found < 0 ? url.Length : start + found;
        int at = url.AsSpan(start, authorityEnd - start).LastIndexOf('@');
        if (at >= 0)
            return start + at + 1;

        // admin:pa/ss@host: what stands before the first slash has a colon, but no port behind it. Paths may hold '@' too, hence the check.
        ReadOnlySpan<char> authority = url.AsSpan(start, authorityEnd - start);
        int colon = authority.LastIndexOf(':');
        int lastAt = url.LastIndexOf('@');
        bool looksLikePassword = colon >= 0 && !authority.EndsWith("]") && !authority[(colon + 1)..].ContainsOnlyDigits();
        return lastAt > start && looksLikePassword ? lastAt + 1 : start;
    }

    [GeneratedRegex(@"([?&;][^=&;?#]*(?:pass|pwd|token|secret|key|auth|user|usr|login|sig|cred)[^=&;?#]*=)[^&;#]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretValue();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://[^\s""'!]+", RegexOptions.CultureInvariant)]
    private static partial Regex UrlInText();

    [GeneratedRegex(@"((?:user|pass|pw|secret|token|key|cred|auth|cookie|header)[\w-]*\s*=\s*)(?:""[^""]*""|'[^']*'|[^\s!]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretProperty();
}
