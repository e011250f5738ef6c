using Edge.Agent.Identity;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Edge.Testing;
using Edge.Testing.Receipts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Station.Receipts;

/// <summary>A data folder of its own with a device's key, and journals in it.</summary>
internal sealed class ReceiptPlace : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string?> _faults = [];
    private readonly string _root = Directory.CreateTempSubdirectory("edge-receipts-").FullName;

    public ReceiptPlace() => Options = new ReceiptJournalOptions
    {
        Folder = Path.Combine(_root, "receipts", "line-1"),
        Station = "line-1",
        Device = "dev-1",
        RetryAfter = TimeSpan.FromMilliseconds(10),
    };

    public string DataPath => _root;

    public ReceiptJournalOptions Options { get; set; }

    public ManualTimeProvider Clock { get; } = new();

    public IReadOnlyList<string?> Faults
    {
        get { lock (_gate) return [.. _faults]; }
    }

    public string[] Files => [.. Directory.GetFiles(Options.Folder, "receipts-*.jsonl").Order(StringComparer.Ordinal)];

    public string[] Notes => [.. Directory.GetFiles(Options.Folder, "parts-*.log").Order(StringComparer.Ordinal)];

    public ReceiptJournal Open()
    {
        using DeviceKey key = DeviceKey.Load(_root);
        return ReceiptJournal.Open(Options, key, Clock, NullLogger.Instance, fault =>
        {
            lock (_gate)
                _faults.Add(fault);
        });
    }

    public static OpenPart Announced(int n) => new(ReceiptSamples.Part(n).Part, "board-a", ReceiptSamples.Part(n).Trigger);

    /// <summary>Parts from announcement to receipt, one after the other.</summary>
    public static async Task AppendAsync(ReceiptJournal journal, int from, int count)
    {
        for (int n = from; n < from + count; n++)
        {
            journal.PartOpened(Announced(n));
            await journal.AppendAsync(ReceiptSamples.Part(n));
        }
    }

    /// <summary>Checks the chain with the device's key; <paramref name="each"/> gets every entry.</summary>
    public ReceiptVerification Verify(Action<ReceiptLine>? each = null)
    {
        var verifier = new ReceiptVerifier(new ReceiptCheck { Key = ReceiptKey.FromFile(Path.Combine(_root, DeviceKey.PublicFileName)), OnEntry = each });
        foreach (string path in Files)
        {
            using FileStream content = File.OpenRead(path);
            verifier.Add(Path.GetFileName(path), content);
        }

        return verifier.Finish();
    }

    public List<Receipt> Receipts()
    {
        var receipts = new List<Receipt>();
        ReceiptVerification found = Verify(line => receipts.Add(line.Entry.Receipt));
        Assert.Null(found.Fault);
        return receipts;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
