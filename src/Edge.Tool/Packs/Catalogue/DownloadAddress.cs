namespace Edge.Tool.Packs.Catalogue;

/// <summary>Which addresses a download may go to. Pure.</summary>
internal static class DownloadAddress
{
    /// <summary>
    /// Whether <paramref name="url"/> is allowed, first or after a redirect from <paramref name="from"/>: https always, and plain http on this very
    /// machine, which only its own plain http may lead to. So nobody on the way can send a download elsewhere, or at this machine's own services.
    /// </summary>
    public static bool IsAllowed(Uri url, Uri? from)
    {
        if (!url.IsAbsoluteUri || url.UserInfo.Length > 0)
            return false;
        bool isLocal = url.Scheme == Uri.UriSchemeHttp && url.IsLoopback;
        bool fromLocal = from is null || (from.Scheme == Uri.UriSchemeHttp && from.IsLoopback);
        return isLocal ? fromLocal : url.Scheme == Uri.UriSchemeHttps;
    }

    /// <summary>The address as errors show it: without what may be a secret.</summary>
    public static string Shown(Uri url) => url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : url.ToString();
}
