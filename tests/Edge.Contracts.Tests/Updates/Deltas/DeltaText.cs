namespace Edge.Contracts.Tests.Updates.Deltas;

/// <summary>Deltas written by hand, window by window.</summary>
internal sealed class DeltaText
{
    private readonly List<byte> _bytes = [0xD6, 0xC3, 0xC4, 0x00, 0x00];

    public byte[] Bytes => [.. _bytes];

    public static byte[] Number(long value)
    {
        var digits = new List<byte> { (byte)(value & 0x7F) };
        while ((value >>= 7) > 0)
            digits.Insert(0, (byte)((value & 0x7F) | 0x80));
        return [.. digits];
    }

    /// <summary>A window over <paramref name="segment"/> (length, position), or over nothing.</summary>
    public DeltaText Window(int size, byte[] data, byte[] instructions, byte[] addresses, (long Length, long Position)? segment = null, byte indicator = 1)
    {
        if (segment is { } from)
            _bytes.AddRange([indicator, .. Number(from.Length), .. Number(from.Position)]);
        else
            _bytes.Add(0);
        byte[] body =
        [
            .. Number(size), 0, .. Number(data.Length), .. Number(instructions.Length), .. Number(addresses.Length),
            .. data, .. instructions, .. addresses,
        ];
        _bytes.AddRange([.. Number(body.Length), .. body]);
        return this;
    }
}
