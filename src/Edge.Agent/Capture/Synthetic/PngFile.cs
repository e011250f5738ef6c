using System.Buffers.Binary;
using System.IO.Compression;
using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// Writes lossless pictures for datasets (PNG, Portable Network Graphics, W3C second edition: 8-bit truecolour, no filter).
/// Lossless matters: truth is known to the pixel.
/// </summary>
internal static class PngFile
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, in FrameView view)
    {
        using FileStream file = File.Create(path);
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, view.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], view.Height);
        header[8] = 8; // bits a channel
        header[9] = 2; // truecolour; compression, filter and interlace methods stay 0
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compress(view));
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
