namespace Edge.Contracts.Updates.Deltas;

/// <summary>One of a window's sections, read from its beginning to its end.</summary>
internal ref struct VcdiffSection(ReadOnlySpan<byte> bytes, string name)
{
    /// <summary>Sizes and addresses beyond this are refused: no file is that long, and sums of two cannot overflow.</summary>
    private const long Largest = 1L << 55;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes that nobody has read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>The next byte.</summary>
    public byte ReadByte()
    {
        byte value = Take(1)[0];
        return value;
    }

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new DeltaRefusedException(DeltaFault.Truncated, $"the delta's {name} end {count - _rest.Length} bytes early");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>The next integer: seven bits a byte, the highest first, the top bit says that more follow (RFC 3284, section 2).</summary>
    public long ReadNumber()
    {
        long value = 0;
        byte part;
        do
        {
            part = ReadByte();
            value = (value << 7) | (part & 0x7FL);
            if (value > Largest)
                throw new DeltaRefusedException(DeltaFault.Malformed, $"the delta's {name} hold a number above {Largest}");
        }
        while ((part & 0x80) != 0);
        return value;
    }
}
