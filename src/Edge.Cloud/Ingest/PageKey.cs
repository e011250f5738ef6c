using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Edge.Cloud.Ingest;

/// <summary>The last row of a page of what is ordered by time, then device, then id: where the next page begins, whatever comes in between.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Device">Device id.</param>
/// <param name="Id">Id.</param>
internal sealed record PageKey(long At, string Device, string Id)
{
    /// <summary>For a URL.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At} {Device} {Id}")));

    /// <summary>Reads one; null where it is none.</summary>
    public static PageKey? Parse(string text)
    {
        if (text.Length > 400 || !Base64Url.IsValid(text))
            return null;
        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long at) ? new PageKey(at, parts[1], parts[2]) : null;
    }
}
