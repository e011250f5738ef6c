using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Edge.Agent.Capture;

/// <summary>
/// A camera's source, taken apart. Parsing looks at the text alone, never at disk or network.
/// <see cref="Target"/> may hold credentials; <see cref="Redacted"/> and <see cref="ToString"/> never do, and neither do parse errors.
/// </summary>
public sealed class SourceUri
{
    private const string Allowed =
        "allowed are v4l2:/dev/videoN, rtsp://…, http://…, https://…, file:PATH, images:FOLDER or glob, gstreamer:PIPELINE, synthetic:NAME, conveyor:SOCKET, or a bare path";

    private SourceUri(SourceKind kind, string target, string redacted)
    {
        Kind = kind;
        Target = target;
        Redacted = redacted;
    }

    /// <summary>What kind of source it is.</summary>
    public SourceKind Kind { get; }

    /// <summary>What to open: a device, URL, path, pipeline or scene name, without our prefix. May hold credentials: never print it.</summary>
    public string Target { get; }

    /// <summary>The source for people and logs: no user, no password, no token.</summary>
    public string Redacted { get; }

    /// <summary>Name of the drawn scene, <c>street</c> for example; empty for a source that is not drawn.</summary>
    public string Scene => Kind == SourceKind.Synthetic ? Target.Split('?')[0].Trim() : "";

    /// <summary>Takes a source apart.</summary>
    /// <exception cref="FormatException">Not a source; the message says why, without credentials.</exception>
    public static SourceUri Parse(string text) =>
        TryParse(text, out SourceUri? uri, out string? error) ? uri : throw new FormatException(error);

    /// <summary>Takes a source apart.</summary>
    /// <param name="text">The source as configured.</param>
    /// <param name="uri">The result.</param>
    /// <param name="error">Why it is not a source, without credentials.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SourceUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        if (string.IsNullOrWhiteSpace(text))
            return Fail($"a source is empty; {Allowed}", out error);
        text = text.Trim();
        if (text.Contains('\0', StringComparison.Ordinal))
            return Fail("a source holds a NUL character", out error);

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !text.AsSpan(0, colon).ContainsOnlySchemeCharacters())
            return TryBarePath(text, out uri, out error);

        string scheme = text[..colon].ToLowerInvariant();
        string rest = text[(colon + 1)..];
        switch (scheme)
        {
            case "v4l2":
                return TryV4l2(rest, out uri, out error);
            case "rtsp" or "rtsps":
                return TryUrl(SourceKind.Rtsp, scheme, text, out uri, out error);
            case "http" or "https":
                return TryUrl(SourceKind.Http, scheme, text, out uri, out error);
            case "file":
                return TryNamed(SourceKind.File, "file", FilePath(rest), "a path", out uri, out error);
            case "images":
                return TryNamed(SourceKind.Images, "images", rest, "a folder or glob", out uri, out error);
            case "gstreamer":
                return TryNamed(SourceKind.Gstreamer, "gstreamer", rest, "a pipeline", out uri, out error);
            case "synthetic":
                return TryNamed(SourceKind.Synthetic, "synthetic", rest, "a scene's name", out uri, out error);
            case "conveyor":
                return TryNamed(SourceKind.Conveyor, "conveyor", rest, "the conveyor's socket", out uri, out error);
            default:
                return Fail($"'{scheme}:' is not a kind of source; {Allowed} (a path with a colon needs file: before it)", out error);
        }
    }

    /// <summary><see cref="Redacted"/>.</summary>
    public override string ToString() => Redacted;

    private static bool TryBarePath(string text, [NotNullWhen(true)] out SourceUri? uri, [NotNullWhen(false)] out string? error)
    {
        const string devices = "/dev/video";
        if (text.StartsWith(devices, StringComparison.Ordinal) && text.AsSpan(devices.Length).ContainsOnlyDigits())
            return TryV4l2(text, out uri, out error);
        return TryNamed(SourceKind.File, "file", text, "a path", out uri, out error);
    }

    private static bool TryV4l2(string rest, [NotNullWhen(true)] out SourceUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        string device = rest.AsSpan().ContainsOnlyDigits() ? $"/dev/video{rest}" : rest;
        if (!device.StartsWith("/dev/", StringComparison.Ordinal))
            return Fail($"'v4l2:{rest}' is not a camera; use v4l2:/dev/videoN or v4l2:N", out error);
        uri = new(SourceKind.V4l2, device, $"v4l2:{device}");
        error = null;
        return true;
    }

    private static bool TryNamed(SourceKind kind, string scheme, string target, string what, [NotNullWhen(true)] out SourceUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        target = target.Trim();
        if (target.Length == 0)
            return Fail($"'{scheme}:' needs {what} behind it", out error);
        uri = new(kind, target, $"{scheme}:{(kind == SourceKind.Gstreamer ? Redaction.OfPipeline(target) : target)}");
        error = null;
        return true;
    }

    private static bool TryUrl(SourceKind kind, string scheme, string text, [NotNullWhen(true)] out SourceUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        string redacted = Redaction.OfUrl(text);
        if (!text.AsSpan(scheme.Length).StartsWith("://", StringComparison.Ordinal))
            return Fail($"'{redacted}' needs {scheme}:// and a host", out error);
        if (Redaction.HasUnencodedUserInfo(text))
            return Fail($"the user or password of '{redacted}' holds a character that a URL cannot; write / as %2F, ? as %3F, # as %23, @ as %40, : as %3A", out error);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
            return Fail($"'{redacted}' is not a URL: check the host and the port (1 to {ushort.MaxValue.ToString(CultureInfo.InvariantCulture)})", out error);
        if (text.AsSpan().IndexOfAny(' ', '\n', '\r') >= 0)
            return Fail($"'{redacted}' holds a space or line break; write a space as %20", out error);
        uri = new(kind, text, redacted);
        error = null;
        return true;
    }

    // file:///x and file:/x are the same; only the URL form is percent-encoded.
    private static string FilePath(string rest) =>
        rest.StartsWith("///", StringComparison.Ordinal) ? Uri.UnescapeDataString(rest[2..]) : rest;

    private static bool Fail(string why, out string error)
    {
        error = why;
        return false;
    }
}
