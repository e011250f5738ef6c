#nullable enable

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>Image files.</content>
public static partial class Cv2
{
    /// <summary>Reads an image file.</summary>
    /// <returns>The picture; empty when it cannot be read.</returns>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        if (string.IsNullOrEmpty(fileName))
            throw new ArgumentNullException(nameof(fileName));
        NativeMethods.Check(NativeMethods.edge_imread(fileName, (int)flags, out IntPtr mat));
        return new Mat(mat);
    }

    /// <summary>Writes an image file in the format that its extension names.</summary>
    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        if (string.IsNullOrEmpty(fileName))
            throw new ArgumentNullException(nameof(fileName));
        ArgumentNullException.ThrowIfNull(img);
        img.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_imwrite(fileName, img.CvPtr, prms, prms?.Length ?? 0, out int written));
        GC.KeepAlive(img);
        return written != 0;
    }

    /// <summary>Decodes an image in memory.</summary>
    /// <returns>The picture; empty when it cannot be decoded.</returns>
    public static unsafe Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty)
            throw new ArgumentException("Empty span", nameof(span));
        fixed (byte* bytes = span)
        {
            NativeMethods.Check(NativeMethods.edge_imdecode(bytes, span.Length, (int)flags, out IntPtr mat));
            return new Mat(mat);
        }
    }

    /// <summary>Encodes a picture in the format that <paramref name="ext"/> names, such as <c>.jpg</c>.</summary>
    public static unsafe bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        if (string.IsNullOrEmpty(ext))
            throw new ArgumentNullException(nameof(ext));
        ArgumentNullException.ThrowIfNull(img);
        img.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_imencode(ext, img.CvPtr, prms, prms?.Length ?? 0, out IntPtr buffer, out int encoded));
        GC.KeepAlive(img);
        try
        {
            NativeMethods.edge_buffer_of(buffer, out byte* bytes, out long count);
            buf = new ReadOnlySpan<byte>(bytes, checked((int)count)).ToArray();
        }
        finally
        {
            NativeMethods.edge_buffer_delete(buffer);
        }

        return encoded != 0;
    }

    /// <inheritdoc cref="ImEncode(string, InputArray, out byte[], int[])"/>
    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        ImEncode(ext, img, out buf, [.. prms.SelectMany(p => new[] { (int)p.EncodingId, p.Value })]);
    }
}
