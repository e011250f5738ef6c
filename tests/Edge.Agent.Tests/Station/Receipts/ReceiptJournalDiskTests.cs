using Edge.Agent.Station.Receipts;
using Edge.Agent.Tests.Outbox;
using Edge.Contracts.Receipts;
using Edge.Testing;
using Edge.Testing.Receipts;

namespace Edge.Agent.Tests.Station.Receipts;

/// <summary>What a disk that takes no writes gets: a station that is told, and no receipt that counts before it is written.</summary>
public sealed class ReceiptJournalDiskTests : IDisposable
{
    private readonly ReceiptPlace _place = new();

    public void Dispose() => _place.Dispose();

    [TinyDiskFact]
    public async Task Disk_FillsUp_TheStationIsToldAndNoReceiptIsCommittedUntilThereIsRoom()
    {
        using TinyDisk disk = TinyDisk.Mount("size=1m");
        _place.Options = _place.Options with { Folder = Path.Combine(disk.Path, "line-1") };
        await using ReceiptJournal journal = _place.Open();
        await ReceiptPlace.AppendAsync(journal, 1, 3);
        foreach (int n in Enumerable.Range(4, 20))
            journal.PartOpened(ReceiptPlace.Announced(n));
        string ballast = Path.Combine(disk.Path, "ballast");
        FillUp(ballast);

        Task<ReceiptHead>[] appends = [.. Enumerable.Range(4, 20).Select(n => journal.AppendAsync(ReceiptSamples.Part(n)).AsTask())];
        await Deadline.UntilAsync(() => journal.Fault is not null, "the journal noticed the full disk");
        Assert.NotNull(Assert.Single(_place.Faults));
        Assert.Contains(appends, append => !append.IsCompleted);

        File.Delete(ballast);
        await Task.WhenAll(appends).WaitAsync(Deadline.Default);
        await Deadline.UntilAsync(() => journal.Fault is null, "the journal said that the disk is back");
        Assert.Equal(2, _place.Faults.Count);
        Assert.Equal(Enumerable.Range(1, 23).Select(n => ReceiptSamples.Part(n).Part), _place.Receipts().OfType<PartReceipt>().Select(part => part.Part));
    }

    [TinyDiskFact]
    public async Task Disk_FullToTheEnd_PartsAreStillOpenAtTheNextStart()
    {
        using TinyDisk disk = TinyDisk.Mount("size=1m");
        _place.Options = _place.Options with { Folder = Path.Combine(disk.Path, "line-1") };
        string ballast = Path.Combine(disk.Path, "ballast");
        Task<ReceiptHead> append;
        await using (ReceiptJournal journal = _place.Open())
        {
            await ReceiptPlace.AppendAsync(journal, 1, 3);
            journal.PartOpened(ReceiptPlace.Announced(4));
            FillUp(ballast);
            // Larger than what the file's last page has room for.
            append = journal.AppendAsync(ReceiptSamples.Part(4) with { Reasons = [new string('x', 20_000)] }).AsTask();
            await Deadline.UntilAsync(() => journal.Fault is not null, "the journal noticed the full disk");
        }

        await Assert.ThrowsAsync<ReceiptJournalException>(() => append);
        File.Delete(ballast);
        await using (ReceiptJournal journal = _place.Open())
            Assert.Equal([ReceiptPlace.Announced(4)], journal.Recovery.Interrupted);
        Assert.Null(_place.Verify().Fault);
    }

    [TinyDiskFact]
    public void Disk_ReadOnly_IsAnErrorAtTheOpening()
    {
        using TinyDisk disk = TinyDisk.Mount("size=1m,ro");
        _place.Options = _place.Options with { Folder = Path.Combine(disk.Path, "line-1") };
        Assert.Throws<ReceiptJournalException>(_place.Open);
    }

    private static void FillUp(string path)
    {
        using var ballast = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        byte[] block = new byte[4096];
        try
        {
            while (true)
                ballast.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
