using System.Buffers.Binary;
using System.IO.Compression;
using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// Writes lossless pictures for datasets (PNG, Portable Network Graphics, W3C second edition: 8-bit truecolour or grey, no filter).
/// Lossless matters: truth is known to the pixel.
/// </summary>
internal static class PngFile
{
    private const byte Grey = 0;
    private const byte Truecolour = 2;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, in FrameView view) => Write(path, view.Width, view.Height, Truecolour, Compress(view));

    /// <summary>Writes a grey picture, replacing the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="grey">One byte a pixel, rows top to bottom.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteGrey(string path, ReadOnlySpan<byte> grey, int width, int height)
    {
        using var memory = new MemoryStream();
        using (var deflate = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                deflate.WriteByte(0); // no filter
                deflate.Write(grey.Slice(y * width, width));
            }
        }

        Write(path, width, height, Grey, memory.ToArray());
    }

    private static void Write(string path, int width, int height, byte colour, byte[] data)
    {
        using FileStream file = File.Create(path);
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a channel
        header[9] = colour; // compression, filter and interlace methods stay 0
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, data);
        Chunk(file, "IEND"u8, []);
    }

    private static byte[] Compress(in FrameView view)
    {
        using var memory = new MemoryStream();
        using (var deflate = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] line = new byte[1 + (view.Width * 3)];
            for (int y = 0; y < view.Height; y++)
            {
                Span<byte> row = view.Row(y);
                for (int x = 0; x < row.Length; x += 3)
                    (line[x + 1], line[x + 2], line[x + 3]) = (row[x + 2], row[x + 1], row[x]);
                deflate.Write(line);
            }
        }

        return memory.ToArray();
    }

    private static void Chunk(FileStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = CrcTable[(byte)crc ^ value] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            uint c = n;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
