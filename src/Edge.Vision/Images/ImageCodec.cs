using System.Buffers;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using OpenCvSharp;

namespace Edge.Vision.Images;

/// <summary>
/// JPEG and PNG to pooled frames and back. Thread safe. Nothing it reads is trusted:
/// size and completeness are checked before the decoder sees a byte.
/// </summary>
public static class ImageCodec
{
    /// <summary>Decodes a JPEG or PNG, turned upright as its EXIF says, into 8-bit BGR; transparency is dropped.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="pool">Where the frame comes from.</param>
    /// <param name="name">What the bytes are, for error messages: a path or a topic.</param>
    /// <param name="limits">What is refused; null is <see cref="ImageLimits.Default"/>.</param>
    /// <returns>A frame that the caller disposes.</returns>
    /// <exception cref="ImageFormatException">Not an image, damaged, cut short or over the limits.</exception>
    public static unsafe Frame Decode(ReadOnlySpan<byte> bytes, FramePool pool, string name, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ImageLimits allowed = limits ?? ImageLimits.Default;
        CheckBytes(bytes.Length, name, allowed);
        ImageHeader header = ImageHeader.Read(bytes, name);
        if ((long)header.Size.Width * header.Size.Height > allowed.MaximumPixels)
            throw new ImageFormatException($"{name}: {header.Format} of {header.Size} pixels, at most {allowed.MaximumPixels} pixels are allowed");

        Mat decoded;
        try
        {
            decoded = Cv2.ImDecode(bytes, ImreadModes.Color);
        }
        catch (OpenCVException e)
        {
            throw new ImageFormatException($"{name}: damaged {header.Format}: {e.Message}", e);
        }

        using (decoded)
        {
            if (decoded.Empty())
                throw new ImageFormatException($"{name}: damaged {header.Format} of {header.Size} pixels, it cannot be decoded");
            Frame frame = pool.Rent(decoded.Width, decoded.Height);
            long row = frame.Width * 3L;
            byte* from = (byte*)decoded.Data;
            long step = decoded.Step();
            for (int y = 0; y < frame.Height; y++)
                Buffer.MemoryCopy(from + (y * step), (byte*)frame.Pixels + ((nint)y * frame.StrideBytes), frame.StrideBytes, row);
            return frame;
        }
    }

    /// <summary>Reads and decodes a JPEG or PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pool">Where the frame comes from.</param>
    /// <param name="limits">What is refused; null is <see cref="ImageLimits.Default"/>.</param>
    /// <returns>A frame that the caller disposes.</returns>
    /// <exception cref="ImageFormatException">Not an image, damaged, cut short or over the limits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Frame Load(string path, FramePool pool, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        long length = file.Length;
        CheckBytes(length, path, limits ?? ImageLimits.Default);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(1, length));
        try
        {
            int read = file.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false);
            return Decode(buffer.AsSpan(0, read), pool, path, limits);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Encodes a JPEG.</summary>
    /// <param name="view">The pixels.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <returns>The whole file.</returns>
    public static unsafe byte[] EncodeJpeg(FrameView view, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using Mat picture = Over(view);
        if (!Cv2.ImEncode(".jpg", picture, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, quality]))
            throw new InvalidOperationException($"a picture of {view.Size} pixels could not be encoded as JPEG");
        return jpeg;
    }

    /// <summary>A smaller or larger copy. Shrinking takes the mean over each pixel's area, so that nothing flickers or vanishes between pixels.</summary>
    /// <param name="view">The pixels.</param>
    /// <param name="size">The new size, at least 1 by 1.</param>
    /// <param name="pool">Where the frame comes from.</param>
    /// <returns>A frame that the caller disposes.</returns>
    public static unsafe Frame Resize(FrameView view, SizePx size, FramePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        using Mat from = Over(view);
        Frame resized = pool.Rent(size.Width, size.Height);
        using Mat to = Over(resized.View);
        bool shrinks = size.Width < view.Width && size.Height < view.Height;
        Cv2.Resize(from, to, new Size(size.Width, size.Height), 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return resized;
    }

    /// <summary>The size of a thumbnail <paramref name="width"/> pixels wide with the proportions of <paramref name="full"/>; never larger than it.</summary>
    public static SizePx ThumbnailSize(SizePx full, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (width >= full.Width)
            return full;
        return new(width, Math.Max(1, (int)Math.Round((double)full.Height * width / full.Width)));
    }

    private static unsafe Mat Over(FrameView view) =>
        Mat.FromPixelData(view.Height, view.Width, MatType.CV_8UC3, (IntPtr)view.Pixels, view.StrideBytes);

    private static void CheckBytes(long length, string name, ImageLimits allowed)
    {
        if (length > allowed.MaximumBytes)
            throw new ImageFormatException($"{name}: {length} bytes, at most {allowed.MaximumBytes} are allowed for an image");
    }
}
