using System.Text;
using Edge.Contracts.Updates.Deltas;

namespace Edge.Contracts.Tests.Updates.Deltas;

public sealed class VcdiffDecoderTests : IDisposable
{
    private readonly DeltaFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Decode_ExampleOfTheStandard_MakesItsResult()
    {
        // RFC 3284, section 3: COPY 4,0  ADD 4 wxyz  COPY 4,4  COPY 12,24  RUN 4 z.
        byte[] delta = new DeltaText().Window(
            28,
            "wxyzz"u8.ToArray(),
            [20, 5, 20, 28, 0, 4],
            [0, 4, 24],
            (16, 0)).Bytes;

        byte[] result = _files.Apply("abcdefghijklmnop"u8.ToArray(), delta, new VcdiffLimits(28));

        Assert.Equal("abcdwxyzefghefghefghefghzzzz", Encoding.ASCII.GetString(result));
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(2, 300_000)]
    [InlineData(3, 5_000_000)]
    public void Decode_DeltaOfXdelta_MakesTheNewFile(int seed, int length)
    {
        (byte[] old, byte[] changed) = Changed(seed, length);
        byte[] delta = _files.Encode(old, changed, "-W", "65536");

        byte[] result = _files.Apply(old, delta, new VcdiffLimits(changed.Length));

        Assert.True(result.AsSpan().SequenceEqual(changed));
        Assert.True(delta.Length < changed.Length / 2, $"{delta.Length} of {changed.Length} bytes: the delta copies nothing");
    }

    [Fact]
    public void Decode_NothingOld_IsMadeOfTheDeltaAlone()
    {
        byte[] changed = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same again and again; ", 5000)));

        Assert.Equal(changed, _files.Apply([], _files.Encode([], changed), new VcdiffLimits(changed.Length)));
    }

    [Fact]
    public void Decode_NothingNew_IsEmpty() =>
        Assert.Empty(_files.Apply([1, 2, 3], new DeltaText().Bytes, new VcdiffLimits(0)));

    [Fact]
    public void Decode_WindowOverTheResult_CopiesWhatWasWrittenBefore()
    {
        byte[] delta = new DeltaText()
            .Window(4, "abcd"u8.ToArray(), [5], [])
            .Window(8, [], [24], [0], (4, 0), indicator: 2)
            .Bytes;

        Assert.Equal("abcdabcdabcd", Encoding.ASCII.GetString(_files.Apply([], delta, new VcdiffLimits(12))));
    }

    [Fact]
    public void Decode_SourceOfManyBlocks_ReadsAcrossTheirEdges()
    {
        byte[] old = new byte[500_000];
        new Random(4).NextBytes(old);
        // Copies of 100 at every multiple of 65,536 less 50, and one of 200,000 that no block holds.
        long[] places = [.. Enumerable.Range(1, 7).Select(i => (i * 65_536L) - 50)];
        byte[] instructions = [.. places.SelectMany(_ => (byte[])[19, .. DeltaText.Number(100)]), 19, .. DeltaText.Number(200_000)];
        byte[] addresses = [.. places.SelectMany(DeltaText.Number), .. DeltaText.Number(123)];
        byte[] delta = new DeltaText().Window(200_700, [], instructions, addresses, (500_000, 0)).Bytes;

        byte[] result = _files.Apply(old, delta, new VcdiffLimits(200_700));

        byte[] expected = [.. places.SelectMany(p => old[(int)p..((int)p + 100)]), .. old[123..200_123]];
        Assert.True(result.AsSpan().SequenceEqual(expected));
    }

    /// <summary>An old file, and a new one with runs, insertions, deletions, moved blocks and single changed bytes.</summary>
    internal static (byte[] Old, byte[] Changed) Changed(int seed, int length)
    {
        var random = new Random(seed);
        byte[] old = new byte[length];
        random.NextBytes(old);
        var changed = new List<byte>(length + 10_000);
        for (int at = 0; at < length;)
        {
            int block = Math.Min(random.Next(500, 20_000), length - at);
            switch (random.Next(6))
            {
                case 0:
                    changed.AddRange(Enumerable.Repeat((byte)random.Next(256), random.Next(10, 1000)));
                    goto default;
                case 1:
                    int moved = random.Next(0, length - block + 1);
                    changed.AddRange(old.AsSpan(moved, block));
                    break;
                case 2:
                    changed.AddRange(old.AsSpan(at, block));
                    changed[^1] ^= 1;
                    break;
                case 3:
                    break;
                default:
                    changed.AddRange(old.AsSpan(at, block));
                    break;
            }

            at += block;
        }

        return (old, [.. changed]);
    }
}
