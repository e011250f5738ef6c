using static Edge.Contracts.Updates.Deltas.VcdiffInstructionKind;

namespace Edge.Contracts.Updates.Deltas;

/// <summary>The default code table of RFC 3284, section 5.6: one or two instructions for each byte.</summary>
internal static class VcdiffCodeTable
{
    private const int Modes = 2 + VcdiffAddressCache.NearCount + VcdiffAddressCache.SameCount;

    private static readonly (VcdiffInstruction First, VcdiffInstruction Second)[] Entries = Build();

    /// <summary>What the byte stands for; the second may be <see cref="None"/>.</summary>
    public static (VcdiffInstruction First, VcdiffInstruction Second) Of(byte code) => Entries[code];

    private static (VcdiffInstruction, VcdiffInstruction)[] Build()
    {
        var entries = new List<(VcdiffInstruction, VcdiffInstruction)>(256);
        VcdiffInstruction none = default;

        // Lines 1 and 2: a run, then additions whose size follows or is 1 to 17.
        entries.Add((new(Run, 0, 0), none));
        for (int size = 0; size <= 17; size++)
            entries.Add((new(Add, (byte)size, 0), none));

        // Lines 3 to 20, two for each mode: copies whose size follows or is 4 to 18.
        for (byte mode = 0; mode < Modes; mode++)
        {
            entries.Add((new(Copy, 0, mode), none));
            for (int size = 4; size <= 18; size++)
                entries.Add((new(Copy, (byte)size, mode), none));
        }

        // Lines after those: a small addition and a small copy in one byte; addresses of the "same" cache only with copies of 4.
        for (byte mode = 0; mode < Modes; mode++)
        {
            int largest = mode < 2 + VcdiffAddressCache.NearCount ? 6 : 4;
            for (int added = 1; added <= 4; added++)
            {
                for (int copied = 4; copied <= largest; copied++)
                    entries.Add((new(Add, (byte)added, 0), new(Copy, (byte)copied, mode)));
            }
        }

        // The last: a small copy, then one added byte.
        for (byte mode = 0; mode < Modes; mode++)
            entries.Add((new(Copy, 4, mode), new(Add, 1, 0)));
        return [.. entries];
    }
}
