using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Agent.Identity;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Edge.Testing.Receipts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>
/// The smallest program that does with receipts what a station does: parts as fast as it can, several in flight, each announced, then closed by its receipt.
/// It tells its parent on its output: <c>ready</c>, <c>opened PART</c> and <c>committed NUMBER HASH</c>, each only when it is so.
/// </summary>
internal static class ReceiptHost
{
    private const int InFlight = 4;

    public static async Task RunAsync(string dataPath, bool waitsForDisk)
    {
        // The agent's own calls of the C library look in that library alone; through the program they meet a preloaded one first (SyncedWrites).
        NativeLibrary.SetDllImportResolver(typeof(ReceiptJournal).Assembly, (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : IntPtr.Zero);
        using DeviceKey key = DeviceKey.Load(dataPath);
        await using ReceiptJournal journal = ReceiptJournal.Open(Options(dataPath) with { WaitsForDisk = waitsForDisk }, key, TimeProvider.System, NullLogger.Instance, _ => { });
        await CloseInterruptedAsync(journal);
        Say("ready");
        await Task.WhenAll(Enumerable.Range(1, InFlight).Select(worker => Task.Run(() => WorkAsync(journal, worker))));
    }

    /// <summary>Small files and a small budget: many are begun and dropped in a run.</summary>
    public static ReceiptJournalOptions Options(string dataPath) => new()
    {
        Folder = Folder(dataPath),
        Station = "line-1",
        Device = "dev-1",
        FileBytes = 512 * 1024,
        BudgetBytes = 4 * 1024 * 1024,
    };

    public static string Folder(string dataPath) => Path.Combine(dataPath, "line-1");

    /// <summary>What the station does at its start: the fail-safe action, and a receipt that says why.</summary>
    public static async Task CloseInterruptedAsync(ReceiptJournal journal)
    {
        foreach (OpenPart part in journal.Recovery.Interrupted)
            await journal.AppendAsync(ReceiptSamples.Doubtful(1, ReceiptDoubt.Interrupted, part.Part));
    }

    private static async Task WorkAsync(ReceiptJournal journal, int worker)
    {
        for (int n = worker; ; n += InFlight)
        {
            PartReceipt receipt = ReceiptSamples.Part(n, Guid.CreateVersion7());
            journal.PartOpened(new OpenPart(receipt.Part, receipt.Product, receipt.Trigger));
            Say($"opened {receipt.Part:D}");
            ReceiptHead head = await journal.AppendAsync(receipt);
            Say(string.Create(CultureInfo.InvariantCulture, $"committed {head.Sequence} {head.Hash}"));
        }
    }

    // One write a line, and none is left in a buffer when the kill comes.
    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
