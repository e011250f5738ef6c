using System.Buffers.Binary;

namespace Edge.Cloud.Ingest;

/// <summary>Width and height of a JPEG, read from its frame header (ITU T.81, B.2.2) without decoding it.</summary>
/// <param name="Width">Pixels, 1 or more.</param>
/// <param name="Height">Pixels, 1 or more.</param>
internal readonly record struct JpegSize(int Width, int Height)
{
    /// <summary>Reads it; null where the bytes are no JPEG with a frame.</summary>
    public static JpegSize? Read(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [0xFF, 0xD8, ..])
            return null;
        for (int at = 2; at + 4 <= jpeg.Length;)
        {
            if (jpeg[at] != 0xFF)
                return null;
            byte marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++; // Fill bytes may precede a marker.
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            // SOF0 to SOF15, without DHT (C4), JPG (C8) and DAC (CC).
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8 || at + 9 > jpeg.Length)
                    return null;
                int height = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 5)..]);
                int width = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 7)..]);
                return width > 0 && height > 0 ? new JpegSize(width, height) : null;
            }

            if (length < 2 || marker is 0xDA or 0xD9)
                return null;
            at += 2 + length;
        }

        return null;
    }
}
