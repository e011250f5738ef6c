namespace Edge.Contracts.Updates.Deltas;

/// <summary>Addresses of copies, written short where they are near or the same as earlier ones (RFC 3284, section 5.3). Begins anew with each window.</summary>
internal sealed class VcdiffAddressCache
{
    /// <summary>Slots of the "near" cache, the default.</summary>
    public const int NearCount = 4;

    /// <summary>Slots of the "same" cache, each of 256, the default.</summary>
    public const int SameCount = 3;

    private readonly long[] _near = new long[NearCount];
    private readonly long[] _same = new long[SameCount * 256];
    private int _next;

    /// <summary>Forgets all addresses.</summary>
    public void Clear()
    {
        Array.Clear(_near);
        Array.Clear(_same);
        _next = 0;
    }

    /// <summary>Reads an address in the window's source and result, put one after the other.</summary>
    /// <param name="addresses">The address section.</param>
    /// <param name="mode">How it is written.</param>
    /// <param name="here">Where the copy's first byte will be: no address reaches it.</param>
    /// <exception cref="DeltaRefusedException">The section ends, or the address is not between 0 and <paramref name="here"/>.</exception>
    public long Read(ref VcdiffSection addresses, byte mode, long here)
    {
        long address = mode switch
        {
            0 => addresses.ReadNumber(),
            1 => here - addresses.ReadNumber(),
            < 2 + NearCount => _near[mode - 2] + addresses.ReadNumber(),
            _ => _same[((mode - 2 - NearCount) * 256) + addresses.ReadByte()],
        };
        if (address < 0 || address >= here)
            throw new DeltaRefusedException(DeltaFault.OutOfRange, $"the delta copies from {address}, where only 0 to {here - 1} is known yet");
        _near[_next] = address;
        _next = (_next + 1) % NearCount;
        _same[address % _same.Length] = address;
        return address;
    }
}
