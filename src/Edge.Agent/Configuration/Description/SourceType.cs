using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Capture.Synthetic;
using Edge.Agent.Configuration.Checking;

namespace Edge.Agent.Configuration.Description;

/// <summary>Where a camera's frames come from, as written: references to secrets are filled in later.</summary>
internal sealed class SourceType : ScalarType<string>
{
    private const int LongestSource = 4096;

    private static readonly string[] Schemes = ["rtsp", "rtsps", "http", "https", "v4l2", "file", "images", "gstreamer", "synthetic", "conveyor"];

    public override string Allowed => "v4l2:/dev/video0, rtsp://…, http(s)://…, file:PATH, images:FOLDER or glob, gstreamer:PIPELINE, synthetic:NAME, conveyor:SOCKET, or the path of a video file";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = LongestSource };

    public override JsonNode? ToJson(string value) => null;

    /// <summary>What is wrong with a complete source; null where it is one that capture can try. Shows nothing of it but its scheme.</summary>
    public static (string Problem, string Suggestion)? Fault(string source)
    {
        if (string.IsNullOrWhiteSpace(source))
            return ("is empty", "");
        if (source.Length > LongestSource || source.Any(char.IsControl))
            return ("is too long or holds control characters", "");
        string scheme = SchemeOf(source);
        if (scheme.Length == 0)
            return null;
        string rest = source[(scheme.Length + 1)..];
        if (!Schemes.Contains(scheme, StringComparer.Ordinal))
            return ($"no kind of source is called \"{scheme}:\"", DidYouMean.Nearest(scheme, Schemes));
        if (scheme is "rtsp" or "rtsps" or "http" or "https")
        {
            bool isUrl = rest.StartsWith("//", StringComparison.Ordinal) && Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0;
            return isUrl ? null : ($"is not a {scheme} URL with a host; characters such as \"@\", \"/\" and \"#\" within a password are written %40, %2F, %23", "");
        }

        if (scheme == "synthetic" && rest.Trim().Length > 0)
            return SyntheticOptions.TryParse(rest, out _, out string? error) ? null : ($"is none: {error}", "");
        return rest.Trim().Length == 0 ? ($"has nothing behind \"{scheme}:\"", "") : null;
    }

    /// <summary>The word before the first colon; empty for a bare path.</summary>
    public static string SchemeOf(string source)
    {
        int colon = source.IndexOf(':', StringComparison.Ordinal);
        bool isScheme = colon > 1 && source.Take(colon).All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            && char.IsAsciiLetter(source[0]) && colon <= 12;
        return isScheme ? source[..colon] : "";
    }

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return true;
    }
}
