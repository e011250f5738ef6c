using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Edge.Contracts.Receipts;
using Edge.Testing.Receipts;

namespace Edge.Contracts.Tests.Receipts;

/// <summary>
/// The bytes of an entry are a promise to everybody who holds a receipt: a change shows up here first.
/// With EDGE_APPROVE=1 in the environment the test writes what it would compare with.
/// </summary>
public sealed class ReceiptLineTests
{
    private const string PublicKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";

    private static readonly Dictionary<string, Receipt> Samples = new()
    {
        ["opening"] = new OpeningReceipt { File = 1, Device = "dev-1", PublicKey = PublicKey },
        ["part-pass"] = ReceiptSamples.Part(1),
        ["part-fail"] = ReceiptSamples.Part(5),
        ["part-interrupted"] = ReceiptSamples.Doubtful(7, ReceiptDoubt.Interrupted),
        ["golden-part"] = new GoldenPartReceipt
        {
            Part = new Guid(9, 7, 7, 0x80, 0, 0, 0, 0, 0, 0, 1),
            Product = "board-a",
            Check = "bad",
            Expected = ReceiptOutcome.Fail,
            Outcome = ReceiptOutcome.CannotJudge,
            Doubts = [ReceiptDoubt.Blurred, ReceiptDoubt.BlownOut],
            IsRight = false,
            Frame = new ReceiptFrame(9, 640, 640, ReceiptSamples.Digest("frame 9")),
            Packs = [new ReceiptPack(ReceiptPackRole.Anomaly, "board-a-good", "2", ReceiptSamples.Digest("anomaly"))],
            Configuration = ReceiptSamples.Digest("configuration"),
        },
        ["interlock-tripped"] = new InterlockReceipt { State = InterlockState.Tripped, Reason = "golden part 'bad': expected fail, got cannotJudge (blurred)" },
        ["interlock-cleared"] = new InterlockReceipt { State = InterlockState.Cleared, Reason = "lens cleaned, \"good\" shown\n", By = "Jürgen 👷" },
        ["station-started"] = new StationReceipt { State = StationState.Started, Reason = "start of the agent", Software = ReceiptSamples.Software, Configuration = ReceiptSamples.Digest("configuration") },
        ["key"] = new KeyReceipt { PublicKey = PublicKey },
        ["dropped"] = new DroppedReceipt { File = 1, First = 1, Last = 4711, LastHash = ReceiptSamples.Digest("last"), Reason = "over the budget" },
        ["recovery"] = new RecoveryReceipt { CutBytes = 117, CutSha256 = ReceiptSamples.Digest("cut"), PartsInFlight = 2 },
    };

    public static TheoryData<string> Names => new(Samples.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Entry_Canonical_IsTheApprovedBytes(string name)
    {
        byte[] bytes = ReceiptLine.Canonical(Entry(name));
        string path = Path.Combine(Folder(), "Approved", name + ".json");
        if (Environment.GetEnvironmentVariable("EDGE_APPROVE") == "1")
            File.WriteAllBytes(path, [.. bytes, (byte)'\n']);
        Assert.Equal(File.ReadAllText(path), Encoding.UTF8.GetString(bytes) + "\n");
    }

    [Theory, MemberData(nameof(Names))]
    public void Entry_ReadBack_GivesTheSameBytes(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var output = new ArrayBufferWriter<byte>();
        string hash = ReceiptLine.Write(Entry(name), key, output);
        ReceiptLine? read = ReceiptLine.TryRead(output.WrittenMemory[..^1]);
        Assert.NotNull(read);
        Assert.Equal(hash, read.Hash);
        Assert.Equal(ReceiptLine.Canonical(Entry(name)), ReceiptLine.Canonical(read.Entry));
        Assert.Equal(Samples[name].GetType(), read.Entry.Receipt.GetType());
    }

    [Fact]
    public void Line_AnyText_StaysOneLine()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var output = new ArrayBufferWriter<byte>();
        ReceiptLine.Write(Entry("interlock-cleared"), key, output);
        Assert.Equal(output.WrittenCount - 1, output.WrittenSpan.IndexOf((byte)'\n'));
    }

    [Fact]
    public void Entry_NumberWithoutAForm_IsRefusedAndTheChainStaysWhereItWas()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var chain = new ReceiptChain("line-1", ReceiptHead.None, key);
        var output = new ArrayBufferWriter<byte>();
        PartReceipt part = ReceiptSamples.Part(1) with { Thresholds = new Dictionary<string, double> { ["model.score"] = double.NaN } };
        Assert.Throws<FormatException>(() => chain.Append(part, ReceiptSamples.Morning, output));
        Assert.Equal(ReceiptHead.None, chain.Head);
        Assert.Equal(0, output.WrittenCount);
    }

    /// <summary>A station without a pixel scale wrote chains that nobody could read: null is left out, and was required.</summary>
    [Fact]
    public void Line_DefectWithoutASize_IsReadAgain()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PartReceipt part = ReceiptSamples.Part(1) with { Defects = [new ReceiptDefect("difference", ReceiptFinder.Golden, 0.5, new ReceiptBox(1, 2, 3, 4))] };
        var output = new ArrayBufferWriter<byte>();
        new ReceiptChain("line-1", ReceiptHead.None, key).Append(part, ReceiptSamples.Morning, output);
        var read = Assert.IsType<PartReceipt>(ReceiptLine.TryRead(output.WrittenMemory[..^1])?.Entry.Receipt);
        Assert.Null(Assert.Single(read.Defects).SizeMm);
    }

    private static ReceiptEntry Entry(string name) => new()
    {
        Format = ReceiptEntry.Format1,
        Station = "line-1",
        Sequence = 42,
        Previous = ReceiptSamples.Digest("previous"),
        At = ReceiptSamples.Morning.AddTicks(1234567),
        Receipt = Samples[name],
    };

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
