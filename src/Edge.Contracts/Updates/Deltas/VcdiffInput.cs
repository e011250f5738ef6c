namespace Edge.Contracts.Updates.Deltas;

/// <summary>The delta as it comes, with the count of what was read since a window's lengths began.</summary>
internal sealed class VcdiffInput(Stream stream)
{
    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte, or -1 at the end.</summary>
    public int ReadByteOrEnd()
    {
        int value = stream.ReadByte();
        if (value >= 0)
            Position++;
        return value;
    }

    /// <summary>The next byte.</summary>
    /// <exception cref="DeltaRefusedException">There is none.</exception>
    public byte ReadByte()
    {
        int value = ReadByteOrEnd();
        return value >= 0 ? (byte)value : throw Ended();
    }

    /// <summary>The next integer, as in <see cref="VcdiffSection.ReadNumber"/>, at most <paramref name="largest"/>.</summary>
    /// <exception cref="DeltaRefusedException">It is larger, or the delta ends.</exception>
    public long ReadNumber(long largest, string what)
    {
        long value = 0;
        byte part;
        do
        {
            part = ReadByte();
            value = (value << 7) | (part & 0x7FL);
            if (value > largest)
                throw new DeltaRefusedException(DeltaFault.TooLarge, $"the delta's {what} is above {largest}");
        }
        while ((part & 0x80) != 0);
        return value;
    }

    /// <summary>Fills <paramref name="buffer"/>.</summary>
    /// <exception cref="DeltaRefusedException">The delta ends before.</exception>
    public void Fill(Span<byte> buffer)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Position += read;
        if (read < buffer.Length)
            throw Ended();
    }

    private DeltaRefusedException Ended() => new(DeltaFault.Truncated, $"the delta ends at byte {Position}, within a window");
}
