using System.Buffers;
using System.Security.Cryptography;
using Edge.Contracts.Receipts;

namespace Edge.Testing.Receipts;

/// <summary>Receipts and chains for tests.</summary>
public static class ReceiptSamples
{
    public static readonly DateTimeOffset Morning = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);

    public static ReceiptSoftware Software { get; } = new("1.4.0", Digest("software"));

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>The n-th part: passes, but for every fifth, which fails.</summary>
    public static PartReceipt Part(int n, Guid? id = null, DateTimeOffset? at = null)
    {
        DateTimeOffset trigger = at ?? Morning.AddMilliseconds(200 * n);
        bool fails = n % 5 == 0;
        return new PartReceipt
        {
            Part = id ?? new Guid(n, 7, 7, 0x80, 0, 0, 0, 0, 0, 0, 1),
            Number = n,
            Product = "board-a",
            Trigger = new ReceiptTrigger(ReceiptTriggerKind.Gpio, trigger, 200_000L * n),
            Frame = new ReceiptFrame(n, 640, 640, Digest($"frame {n}")),
            Packs = [new ReceiptPack(ReceiptPackRole.Model, "pcb-inspector", "1.0.0", Digest("model")), new ReceiptPack(ReceiptPackRole.Template, "board-a", "3", Digest("template"))],
            Configuration = Digest("configuration"),
            Software = Software,
            Thresholds = new Dictionary<string, double> { ["model.score"] = 0.35, ["limits.spur.count"] = 0, ["golden.difference"] = 0.125 },
            Outcome = fails ? ReceiptOutcome.Fail : ReceiptOutcome.Pass,
            Doubts = [],
            Reasons = fails ? ["spur: 1 found, 0 allowed"] : [],
            Defects = fails ? [new ReceiptDefect("spur", ReceiptFinder.Model, 0.8731f, new ReceiptBox(120.5, 88, 14.25, 9), 0.71)] : [],
            VerdictAt = trigger.AddMilliseconds(41),
            Action = fails ? ReceiptAction.Reject : ReceiptAction.Pass,
            OutputAt = trigger.AddMilliseconds(43),
            Confirmation = fails ? ReceiptConfirmation.Confirmed : ReceiptConfirmation.NotWatched,
            LatencyUs = 43_000 + n,
            DeadlineUs = 120_000,
        };
    }

    /// <summary>A part that could not be judged, without a picture.</summary>
    public static PartReceipt Doubtful(int n, ReceiptDoubt doubt, Guid? id = null, DateTimeOffset? at = null) => Part(n, id, at) with
    {
        Frame = null,
        Packs = [],
        Outcome = ReceiptOutcome.CannotJudge,
        Doubts = [doubt],
        Reasons = ["the station was restarted while the part was on its way"],
        Defects = [],
        Action = ReceiptAction.FailSafe,
        Confirmation = ReceiptConfirmation.NotWatched,
        OutputAt = null,
        LatencyUs = null,
    };

    public static OpeningReceipt Opening(ECDsa key, int file = 1, string device = "dev-1") =>
        new() { File = file, Device = device, PublicKey = ReceiptKey.Of(key).ToBase64() };

    /// <summary>The lines of a chain's first file, each with its line feed: the opening, then <paramref name="receipts"/>.</summary>
    public static byte[][] Lines(ECDsa key, params IEnumerable<Receipt> receipts) => LinesBehind(ReceiptHead.None, key, [Opening(key), .. receipts], out _);

    /// <summary>Lines behind <paramref name="head"/>.</summary>
    public static byte[][] LinesBehind(ReceiptHead head, ECDsa key, IEnumerable<Receipt> receipts, out ReceiptHead end, string station = "line-1")
    {
        var chain = new ReceiptChain(station, head, key);
        var lines = new List<byte[]>();
        foreach (Receipt receipt in receipts)
        {
            var line = new ArrayBufferWriter<byte>();
            chain.Append(receipt, Morning.AddMilliseconds(100 * chain.Head.Sequence), line);
            lines.Add(line.WrittenSpan.ToArray());
        }

        end = chain.Head;
        return [.. lines];
    }

    /// <summary>Checks files, each given as its bytes.</summary>
    public static ReceiptVerification Verify(ReceiptCheck check, params IEnumerable<byte[]> files)
    {
        var verifier = new ReceiptVerifier(check);
        int number = 0;
        foreach (byte[] file in files)
        {
            using var content = new MemoryStream(file);
            verifier.Add($"receipts-{++number:000000}.jsonl", content);
        }

        return verifier.Finish();
    }
}
