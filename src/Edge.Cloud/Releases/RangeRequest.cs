using Microsoft.Net.Http.Headers;

namespace Edge.Cloud.Releases;

/// <summary>Which part of a file a request wants (RFC 9110, section 14). Pure.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Status">200 the whole, 206 a part, 416 a part that is not there.</param>
internal readonly record struct RangeRequest(long Offset, long Length, int Status)
{
    /// <summary>Reads a request's headers.</summary>
    /// <param name="range">Header <c>Range</c>. What is none, or asks for several parts, is left out of account, as the standard allows.</param>
    /// <param name="ifRange">Header <c>If-Range</c>: a part only of this very content.</param>
    /// <param name="etag">Tag of the content.</param>
    /// <param name="size">Its length.</param>
    public static RangeRequest Read(string? range, string? ifRange, string etag, long size)
    {
        var whole = new RangeRequest(0, size, StatusCodes.Status200OK);
        if (string.IsNullOrEmpty(range)
            || (!string.IsNullOrEmpty(ifRange) && ifRange != etag)
            || !RangeHeaderValue.TryParse(range, out RangeHeaderValue? parsed)
            || parsed.Unit != "bytes"
            || parsed.Ranges.Count != 1)
        {
            return whole;
        }

        RangeItemHeaderValue item = parsed.Ranges.First();
        if (item.From is not { } from)
        {
            long last = Math.Min(item.To!.Value, size);
            return last == 0 ? None : new RangeRequest(size - last, last, StatusCodes.Status206PartialContent);
        }

        if (from >= size)
            return None;
        long to = Math.Min(item.To ?? long.MaxValue, size - 1);
        return new RangeRequest(from, to - from + 1, StatusCodes.Status206PartialContent);
    }

    private static RangeRequest None => new(0, 0, StatusCodes.Status416RangeNotSatisfiable);
}
