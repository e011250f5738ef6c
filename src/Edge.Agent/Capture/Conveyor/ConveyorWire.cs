using System.Buffers.Binary;
using System.Net.Sockets;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// How a simulated camera hands over its pictures on a Unix stream socket: 32 bytes of header, then the grey pixels. Little endian:
/// the word <c>CNV1</c>, columns, rows (4 bytes each), 4 bytes of zero, the exposure's begin as a timestamp of the system's monotonic clock
/// (<see cref="System.Diagnostics.Stopwatch"/>), the picture's number (8 bytes each).
/// </summary>
internal static class ConveyorWire
{
    /// <summary>Length of a header.</summary>
    public const int HeaderBytes = 32;

    private const uint Word = 0x31564E43;
    private const int MostPixels = 4096;

    /// <summary>Writes a header.</summary>
    public static void Write(Span<byte> header, int size, long exposed, long number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, Word);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], size);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], size);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], exposed);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], number);
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a picture that nobody can take.</exception>
    public static (int Width, int Height, long Exposed) Read(ReadOnlySpan<byte> header)
    {
        int width = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int height = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Word)
            throw new InvalidDataException("what comes over the socket is no picture of a conveyor");
        if (width is < 1 or > MostPixels || height is < 1 or > MostPixels)
            throw new InvalidDataException($"a picture of {width} x {height} pixels; allowed: 1 to {MostPixels} each");
        return (width, height, BinaryPrimitives.ReadInt64LittleEndian(header[16..]));
    }

    /// <summary>Fills a buffer.</summary>
    /// <returns>False where the connection ended before.</returns>
    /// <exception cref="SocketException">It broke.</exception>
    public static bool Fill(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = socket.Receive(buffer);
            if (count == 0)
                return false;
            buffer = buffer[count..];
        }

        return true;
    }

    /// <summary>Sends all of a buffer.</summary>
    /// <exception cref="SocketException">It broke.</exception>
    public static void Send(Socket socket, ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
            buffer = buffer[socket.Send(buffer)..];
    }
}
