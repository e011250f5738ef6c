using System.Buffers.Binary;
using Edge.Domain.Geometry;

namespace Edge.Vision.Images;

/// <summary>
/// What a JPEG or PNG says of itself before any pixel is decoded. Reads only lengths and sizes, and trusts none of them:
/// the decoder behind it would otherwise allocate what the file claims.
/// </summary>
/// <param name="Format"><c>JPEG</c> or <c>PNG</c>.</param>
/// <param name="Size">Size as stored, before EXIF turns it.</param>
internal readonly record struct ImageHeader(string Format, SizePx Size)
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the header, and checks that the file reaches its own end.</summary>
    /// <exception cref="ImageFormatException">Neither JPEG nor PNG, damaged, or cut short.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty)
            throw new ImageFormatException($"{name}: empty, not a JPEG or PNG image");
        if (bytes.StartsWith(PngSignature))
            return ReadPng(bytes, name);
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xD8)
            return ReadJpeg(bytes, name);
        throw new ImageFormatException($"{name}: not a JPEG or PNG image (it starts with {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])})");
    }

    private static ImageHeader ReadPng(ReadOnlySpan<byte> bytes, string name)
    {
        // Chunks: length, type, data, checksum; IHDR is first and IEND is last.
        SizePx? size = null;
        long at = PngSignature.Length;
        while (at + 12 <= bytes.Length)
        {
            ReadOnlySpan<byte> chunk = bytes[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            ReadOnlySpan<byte> type = chunk.Slice(4, 4);
            if (size is null)
            {
                if (!type.SequenceEqual("IHDR"u8) || length != 13 || chunk.Length < 25)
                    throw new ImageFormatException($"{name}: damaged PNG, its first chunk is not IHDR");
                size = Checked(BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]), "PNG", name);
            }

            if (type.SequenceEqual("IEND"u8))
                return new("PNG", size.Value);
            at += 12L + length;
        }

        throw Truncated("PNG", bytes.Length, name);
    }

    private static ImageHeader ReadJpeg(ReadOnlySpan<byte> bytes, string name)
    {
        SizePx? size = null;
        int at = 2;
        while (at + 4 <= bytes.Length)
        {
            if (bytes[at] != 0xFF)
                throw new ImageFormatException($"{name}: damaged JPEG, no marker at byte {at}");
            byte marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2)
                throw new ImageFormatException($"{name}: damaged JPEG, segment of length {length} at byte {at}");
            bool isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (isFrame)
            {
                if (at + 9 > bytes.Length)
                    break;
                size = Checked(BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]), "JPEG", name);
            }

            if (marker == 0xDA)
            {
                // The pixels follow. A decoder fills what is missing of them with grey and says nothing: the end marker must be there.
                if (size is null)
                    throw new ImageFormatException($"{name}: damaged JPEG, no size before the pixels");
                if (bytes[at..].LastIndexOf([(byte)0xFF, (byte)0xD9]) < 0)
                    break;
                return new("JPEG", size.Value);
            }

            at += 2 + length;
        }

        throw Truncated("JPEG", bytes.Length, name);
    }

    private static SizePx Checked(uint width, uint height, string format, string name)
    {
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new ImageFormatException($"{name}: damaged {format}, its size is {width}x{height}");
        return new((int)width, (int)height);
    }

    private static ImageFormatException Truncated(string format, int length, string name) =>
        new($"{name}: truncated {format}, it breaks off after {length} bytes");
}
