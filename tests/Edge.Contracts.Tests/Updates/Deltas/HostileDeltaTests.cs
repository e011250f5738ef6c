using Edge.Contracts.Updates.Deltas;

namespace Edge.Contracts.Tests.Updates.Deltas;

/// <summary>Deltas that somebody made to hurt: each refused by name.</summary>
public sealed class HostileDeltaTests : IDisposable
{
    private static readonly byte[] Source = "abcdefghijklmnop"u8.ToArray();

    private readonly DeltaFiles _files = new();

    public static TheoryData<string, byte[], DeltaFault> Attacks => new()
    {
        { "nothing", [], DeltaFault.Truncated },
        { "another format", "BSDIFF40AAAAAAAA"u8.ToArray(), DeltaFault.NotVcdiff },
        { "secondary compression", [0xD6, 0xC3, 0xC4, 0, 1, 2], DeltaFault.Unsupported },
        { "code table of its own", [0xD6, 0xC3, 0xC4, 0, 2, 0], DeltaFault.Unsupported },
        { "application header", [0xD6, 0xC3, 0xC4, 0, 4, 0], DeltaFault.Unsupported },
        { "window with a checksum", [0xD6, 0xC3, 0xC4, 0, 0, 4], DeltaFault.Unsupported },
        { "window of source and result at once", [0xD6, 0xC3, 0xC4, 0, 0, 3], DeltaFault.Unsupported },
        { "ends in a number", [0xD6, 0xC3, 0xC4, 0, 0, 1, 0x85], DeltaFault.Truncated },
        { "segment beyond the source", New().Window(4, [], [20], [0], (17, 0)).Bytes, DeltaFault.OutOfRange },
        { "segment that begins beyond the source", New().Window(4, [], [20], [0], (0, 17)).Bytes, DeltaFault.OutOfRange },
        { "segment whose end overflows", New().Window(4, [], [20], [0], ((1L << 54) + 5, 1L << 54)).Bytes, DeltaFault.OutOfRange },
        { "segment of a result that is not there yet", New().Window(4, [], [20], [0], (4, 0), indicator: 2).Bytes, DeltaFault.OutOfRange },
        { "copies from where it writes", New().Window(4, [], [20], [16], (16, 0)).Bytes, DeltaFault.OutOfRange },
        { "copies from before the beginning", New().Window(4, [], [36], [17], (16, 0)).Bytes, DeltaFault.OutOfRange },
        { "copies from nothing", New().Window(4, [], [20], [0]).Bytes, DeltaFault.OutOfRange },
        { "address of eight bytes all ones", New().Window(4, [], [20], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], (16, 0)).Bytes, DeltaFault.Malformed },
        { "window of 4 GiB", New().Window(int.MaxValue, [0], [0, .. DeltaText.Number(int.MaxValue)], []).Bytes, DeltaFault.TooLarge },
        { "encoding of 2^56 bytes", [0xD6, 0xC3, 0xC4, 0, 0, 0, .. DeltaText.Number(1L << 56)], DeltaFault.TooLarge },
        { "more than the file", New().Window(5, [0], [0, 5], []).Bytes, DeltaFault.TooLarge },
        { "more than the file in all", New().Window(3, [0], [0, 3], []).Window(2, [0], [0, 2], []).Bytes, DeltaFault.TooLarge },
        { "less than the file", New().Window(3, [0], [0, 3], []).Bytes, DeltaFault.WrongResult },
        { "instruction beyond the window", New().Window(4, [0], [0, 5], []).Bytes, DeltaFault.Malformed },
        { "window left unfilled", New().Window(4, [0], [0, 3], []).Bytes, DeltaFault.Malformed },
        { "data left over", New().Window(4, [0, 0], [0, 4], []).Bytes, DeltaFault.Malformed },
        { "addresses left over", New().Window(4, [0], [0, 4], [0]).Bytes, DeltaFault.Malformed },
        { "data that is missing", New().Window(4, [1, 2, 3], [5], []).Bytes, DeltaFault.Truncated },
        { "address that is missing", New().Window(4, [], [20], [], (16, 0)).Bytes, DeltaFault.Truncated },
        { "size that is missing", New().Window(4, [0], [0], []).Bytes, DeltaFault.Truncated },
        { "window cut off", New().Window(4, [0], [0, 4], []).Bytes[..^1], DeltaFault.Truncated },
        { "lengths that do not add up", [0xD6, 0xC3, 0xC4, 0, 0, 0, 20, 4, 0, 1, 2, 0, 0, 0, 4], DeltaFault.Malformed },
        { "window compressed once more", [0xD6, 0xC3, 0xC4, 0, 0, 0, 8, 4, 1, 1, 2, 0, 0, 0, 4], DeltaFault.Unsupported },
    };

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Decode_Hostile_IsRefusedByName(string attack, byte[] delta, DeltaFault fault)
    {
        DeltaRefusedException refused = Assert.Throws<DeltaRefusedException>(() => _files.Apply(Source, delta, new VcdiffLimits(4)));

        Assert.True(fault == refused.Fault, $"{attack}: {refused.Fault}, {refused.Message}");
    }

    [Fact]
    public void Decode_EmptyWindowsWithoutEnd_StopsWithTheDelta()
    {
        // 100,000 windows that make nothing: work is bounded by the delta's own length.
        var delta = new DeltaText();
        for (int i = 0; i < 100_000; i++)
            delta.Window(0, [], [], []);

        Assert.Equal(DeltaFault.WrongResult, Assert.Throws<DeltaRefusedException>(() => _files.Apply(Source, delta.Bytes, new VcdiffLimits(4))).Fault);
    }

    [Fact]
    public void Decode_MutatedDelta_IsRefusedOrMakesAFileOfTheSameLength()
    {
        (byte[] old, byte[] changed) = VcdiffDecoderTests.Changed(5, 60_000);
        byte[] delta = _files.Encode(old, changed, "-W", "16384");
        var random = new Random(6);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] mutated = Mutated(delta, random);
            try
            {
                Assert.Equal(changed.Length, _files.Apply(old, mutated, new VcdiffLimits(changed.Length, 1 << 20)).Length);
            }
            catch (DeltaRefusedException)
            {
                refused++;
            }
        }

        Assert.True(refused > 500, $"{refused} of 3000 mutations were refused");
    }

    private static byte[] Mutated(byte[] delta, Random random)
    {
        byte[] bytes = [.. delta];
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                int at = random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]];
            default:
                for (int i = random.Next(1, 5); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
        }
    }

    private static DeltaText New() => new();
}
