using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Edge.Contracts.Receipts;
using static Edge.Testing.Receipts.ReceiptSamples;

namespace Edge.Contracts.Tests.Receipts;

/// <summary>What can be done to a chain, and how it is found. Each test is one attack, or one thing that is none.</summary>
public sealed class ReceiptVerifierTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[][] _lines;

    public ReceiptVerifierTests() => _lines = Lines(_key, Parts(1, 8));

    private static ReceiptCheck Plain { get; } = new();

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Chain_Untouched_IsWhole()
    {
        var seen = new List<long>();
        ReceiptVerification found = Verify(new ReceiptCheck { Key = ReceiptKey.Of(_key), OnEntry = line => seen.Add(line.Entry.Sequence) }, Join(_lines));
        Assert.Null(found.Fault);
        Assert.Equal(9, found.Entries);
        Assert.Equal(9, found.Head.Sequence);
        Assert.Equal("line-1", found.Station);
        Assert.Equal("dev-1", found.Device);
        Assert.Equal(Enumerable.Range(1, 9).Select(n => (long)n), seen);
        Assert.Equal(9, Assert.Single(found.Keys).Entries);
        Assert.Empty(found.Warnings);
    }

    /// <summary>Every byte of a chain, by its lowest bit, by the case of letters, and by the bit that no ASCII has.</summary>
    [Fact]
    public void Byte_AnyChanged_IsFoundAtItsLine()
    {
        byte[] chain = Join(Lines(_key, [Part(5) with { Product = "é" }]));
        for (int at = 0; at < chain.Length; at++)
        {
            int line = chain.AsSpan(0, at).Count((byte)'\n') + 1;
            foreach (byte bits in (byte[])[0x01, 0x20, 0x80])
            {
                chain[at] ^= bits;
                ReceiptVerification found = Verify(Plain, chain);
                Assert.True(found.Fault is not null, $"byte {at}, bits {bits:x2}: not found");
                Assert.True(found.Fault.Line == line, $"byte {at} of line {line}, bits {bits:x2}: {found.Fault}");
                chain[at] ^= bits;
            }
        }

        Assert.Null(Verify(Plain, chain).Fault);
    }

    /// <summary>Bytes may also go, or come.</summary>
    [Fact]
    public void Byte_AnyRemovedOrAdded_IsFound()
    {
        byte[] chain = Join(Lines(_key, [new InterlockReceipt { State = InterlockState.Tripped, Reason = "é" }]));
        for (int at = 0; at < chain.Length; at++)
        {
            Assert.NotNull(Verify(Plain, [.. chain[..at], .. chain[(at + 1)..]]).Fault);
            Assert.NotNull(Verify(Plain, [.. chain[..at], (byte)' ', .. chain[at..]]).Fault);
            Assert.NotNull(Verify(Plain, [.. chain[..at], chain[at], .. chain[at..]]).Fault);
        }
    }

    [Theory]
    [InlineData(1), InlineData(4), InlineData(7)]
    public void Entry_Removed_IsNamed(int index)
    {
        ReceiptFault fault = Fault([.. _lines[..index], .. _lines[(index + 1)..]]);
        Assert.Equal((ReceiptFaultKind.Sequence, (long)index + 1, (long?)index + 2), (fault.Kind, fault.Line, fault.Sequence));
    }

    [Fact]
    public void Entry_FirstRemoved_IsNamed() => Assert.Equal((ReceiptFaultKind.Place, 1L), Named(_lines[1..]));

    [Fact]
    public void Entries_Swapped_AreNamed() => Assert.Equal((ReceiptFaultKind.Sequence, 4L), Named([.. _lines[..3], _lines[4], _lines[3], .. _lines[5..]]));

    [Fact]
    public void Entry_Repeated_IsNamed() => Assert.Equal((ReceiptFaultKind.Sequence, 5L), Named([.. _lines[..4], _lines[3], .. _lines[4..]]));

    [Fact]
    public void Entries_OfAnotherDevice_Replayed_AreNamed()
    {
        byte[][] foreign = Lines(_other, Parts(1, 8));
        Assert.Equal((ReceiptFaultKind.Link, 5L), Named([.. _lines[..4], foreign[4], .. _lines[5..]]));
        Assert.Equal((ReceiptFaultKind.Link, 5L), Named([.. _lines[..4], .. foreign[4..]]));
    }

    [Fact]
    public void Entry_OfAnotherStation_OfTheSameDevice_IsNamed()
    {
        ReceiptHead head = Verify(Plain, Join(_lines[..4])).Head;
        byte[][] foreign = LinesBehind(head, _key, Parts(4, 1), out _, "line-2");
        Assert.Equal((ReceiptFaultKind.Place, 5L), Named([.. _lines[..4], .. foreign]));
    }

    /// <summary>The forger has no key, but can hash: he writes the entry anew, and all links behind it.</summary>
    [Fact]
    public void Entry_ForgedWithAllLinksBehindIt_IsNamedByItsSignature()
    {
        ReceiptHead head = Verify(Plain, Join(_lines[..3])).Head;
        byte[][] forged = LinesBehind(head, _other, [Part(3) with { Outcome = ReceiptOutcome.Pass }, .. Parts(4, 5)], out _);
        ReceiptFault fault = Fault([.. _lines[..3], .. forged]);
        Assert.Equal((ReceiptFaultKind.Signature, 4L, (long?)4), (fault.Kind, fault.Line, fault.Sequence));
    }

    /// <summary>Who has no key may begin a chain of his own: only the key tells.</summary>
    [Fact]
    public void Chain_OfAnotherKey_IsFoundByTheKeyOnly()
    {
        byte[] foreign = Join(Lines(_other, Parts(1, 8)));
        Assert.Null(Verify(Plain, foreign).Fault);
        Assert.Equal(ReceiptFaultKind.Key, Verify(new ReceiptCheck { Key = ReceiptKey.Of(_key) }, foreign).Fault?.Kind);
    }

    /// <summary>(r, n − s) is a valid signature, too; without one form of each a line could be changed by anybody.</summary>
    [Fact]
    public void Signature_OtherValidForm_IsRefused()
    {
        string line = Encoding.UTF8.GetString(_lines[2]);
        string signature = line.Split("\"signature\":\"")[1].TrimEnd('\n', '}', '"');
        byte[] der = Convert.FromBase64String(signature);
        BigInteger order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber);
        var reader = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        BigInteger r = reader.ReadInteger(), s = reader.ReadInteger();
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(order - s);
        }

        byte[] entry = Encoding.UTF8.GetBytes(line.Split(",\"hash\":\"")[0]["{\"entry\":".Length..]);
        Assert.True(_key.VerifyData(entry, writer.Encode(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        byte[] changed = Encoding.UTF8.GetBytes(line.Replace(signature, Convert.ToBase64String(writer.Encode()), StringComparison.Ordinal));
        Assert.Equal((ReceiptFaultKind.Signature, 3L), Named([.. _lines[..2], changed, .. _lines[3..]]));
    }

    [Fact]
    public void File_CutInALine_IsNamed()
    {
        byte[] chain = Join(_lines);
        ReceiptFault fault = Fault([chain[..^10]]);
        Assert.Equal((ReceiptFaultKind.Torn, 9L, (long?)9), (fault.Kind, fault.Line, fault.Sequence));
    }

    /// <summary>What is cut at the end leaves no trace in the file: an anchor that went out before does.</summary>
    [Fact]
    public void Entries_CutAtTheEnd_AreFoundByAnAnchorOnly()
    {
        ReceiptHead anchor = Verify(Plain, Join(_lines)).Head;
        byte[] cut = Join(_lines[..^1]);
        Assert.Null(Verify(Plain, cut).Fault);
        Assert.Equal(ReceiptFaultKind.Truncated, Verify(new ReceiptCheck { ExpectedHash = anchor.Hash }, cut).Fault?.Kind);
        Assert.Equal(ReceiptFaultKind.Truncated, Verify(new ReceiptCheck { ExpectedSequence = 9 }, cut).Fault?.Kind);
        Assert.Null(Verify(new ReceiptCheck { ExpectedHash = anchor.Hash, ExpectedSequence = 9 }, Join(_lines)).Fault);
        Assert.Equal(ReceiptFaultKind.Truncated, Verify(new ReceiptCheck { ExpectedHash = anchor.Hash, ExpectedSequence = 8 }, Join(_lines)).Fault?.Kind);
        byte[][] longer = LinesBehind(anchor, _key, Parts(9, 3), out _);
        Assert.Null(Verify(new ReceiptCheck { ExpectedHash = anchor.Hash, ExpectedSequence = 9 }, Join([.. _lines, .. longer])).Fault);
    }

    [Fact]
    public void Key_Changed_BothKeysAreTrusted()
    {
        byte[] chain = WithKeyChange();
        Assert.Null(Verify(Plain, chain).Fault);
        Assert.Null(Verify(new ReceiptCheck { Key = ReceiptKey.Of(_key) }, chain).Fault);
        ReceiptVerification found = Verify(new ReceiptCheck { Key = ReceiptKey.Of(_other) }, chain);
        Assert.Null(found.Fault);
        Assert.Equal([(1L, 3L), (4L, 2L)], found.Keys.Select(use => (use.First, use.Entries)));
    }

    /// <summary>A key that somebody else's chain only names has signed nothing of it.</summary>
    [Fact]
    public void Key_OnlyNamed_VouchesForNothing()
    {
        var chain = new ReceiptChain("line-1", ReceiptHead.None, _other);
        var output = new ArrayBufferWriter<byte>();
        chain.Append(Opening(_other), Morning, output);
        chain.ChangeKey(_key, Morning, output);
        Assert.Equal(ReceiptFaultKind.Key, Verify(new ReceiptCheck { Key = ReceiptKey.Of(_key) }, output.WrittenSpan.ToArray()).Fault?.Kind);
    }

    [Fact]
    public void Files_InOrder_AreWhole_AndOutOfOrderAreNot()
    {
        byte[][] files = Files(out _);
        Assert.Null(Verify(Plain, files).Fault);
        Assert.Equal(3, Verify(Plain, files).Files);
        Assert.Equal(ReceiptFaultKind.Sequence, Verify(Plain, files[0], files[2]).Fault?.Kind);
        Assert.Equal(ReceiptFaultKind.Sequence, Verify(Plain, files[0], files[1], files[1]).Fault?.Kind);
        Assert.Equal(ReceiptFaultKind.Missing, Verify(Plain, files[1..]).Fault?.Kind);
        Assert.Null(Verify(new ReceiptCheck { MayStartInTheMiddle = true }, files[1..]).Fault);
        Assert.Equal(ReceiptFaultKind.Torn, Verify(Plain, [.. files, []]).Fault?.Kind);
        Assert.Equal(ReceiptFaultKind.Missing, Verify(Plain).Fault?.Kind);
    }

    [Fact]
    public void Files_DroppedWithAnEntryThatSaysSo_AreWhole()
    {
        byte[][] files = Files(out ReceiptHead end);
        ReceiptHead first = Verify(Plain, files[0]).Head;
        byte[][] dropped = LinesBehind(end, _key, [new DroppedReceipt { File = 1, First = 1, Last = first.Sequence, LastHash = first.Hash, Reason = "old" }], out _);
        Assert.Null(Verify(Plain, files[1], Join([files[2], .. dropped])).Fault);
        Assert.Equal(ReceiptFaultKind.Missing, Verify(Plain, Join([files[2], .. dropped])).Fault?.Kind);
    }

    [Fact]
    public void Clock_SetBack_IsAWarning()
    {
        ReceiptHead head = Verify(Plain, Join(_lines)).Head;
        var chain = new ReceiptChain("line-1", head, _key);
        var output = new ArrayBufferWriter<byte>();
        chain.Append(Part(9), Morning.AddHours(-1), output);
        ReceiptVerification found = Verify(Plain, Join([.. _lines, output.WrittenSpan.ToArray()]));
        Assert.Null(found.Fault);
        Assert.Contains("line 10 (entry 10)", Assert.Single(found.Warnings), StringComparison.Ordinal);
    }

    /// <summary>Several blocks, read in pieces: lines are numbered through, and a fault far behind is named where it is.</summary>
    [Fact]
    public void Chain_OfSeveralBlocks_FaultIsNamedAtItsLine()
    {
        byte[][] lines = Lines(_key, Parts(1, 1500));
        Assert.Equal(1501, Verify(Plain, Join(lines)).Entries);
        lines[1234][40] ^= 1;
        ReceiptFault fault = Fault(lines);
        Assert.Equal((ReceiptFaultKind.Hash, 1235L), (fault.Kind, fault.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("no JSON at all\n")]
    [InlineData("{\"entry\":{},\"hash\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"signature\":\"\"}\n")]
    public void File_OfSomethingElse_IsNamedAndDoesNotThrow(string content) => Assert.NotNull(Verify(Plain, Encoding.UTF8.GetBytes(content)).Fault);

    [Fact]
    public void File_OfOneEndlessLine_EndsInBoundedMemory()
    {
        byte[] endless = new byte[(2 * ReceiptLine.MaximumLength) + 5_000_000];
        Array.Fill(endless, (byte)'x');
        Assert.Equal(ReceiptFaultKind.Torn, Verify(Plain, endless).Fault?.Kind);
    }

    private static IEnumerable<Receipt> Parts(int from, int count) => Enumerable.Range(from, count).Select(n => Part(n));

    private static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line)];

    private static ReceiptFault Fault(IEnumerable<byte[]> lines)
    {
        ReceiptFault? fault = Verify(Plain, Join(lines)).Fault;
        Assert.NotNull(fault);
        return fault;
    }

    private static (ReceiptFaultKind Kind, long Line) Named(IEnumerable<byte[]> lines) => (Fault(lines).Kind, Fault(lines).Line);

    private byte[] WithKeyChange()
    {
        var chain = new ReceiptChain("line-1", ReceiptHead.None, _key);
        var output = new ArrayBufferWriter<byte>();
        chain.Append(Opening(_key), Morning, output);
        chain.Append(Part(1), Morning, output);
        chain.ChangeKey(_other, Morning, output);
        chain.Append(Part(2), Morning, output);
        chain.Append(Part(3), Morning, output);
        return output.WrittenSpan.ToArray();
    }

    private byte[][] Files(out ReceiptHead end)
    {
        byte[][] second = LinesBehind(Verify(Plain, Join(_lines)).Head, _key, [Opening(_key, 2), .. Parts(9, 3)], out ReceiptHead behind);
        byte[][] third = LinesBehind(behind, _key, [Opening(_key, 3), .. Parts(12, 3)], out end);
        return [Join(_lines), Join(second), Join(third)];
    }
}
