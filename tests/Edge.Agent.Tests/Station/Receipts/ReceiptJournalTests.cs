using Edge.Agent.Identity;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Edge.Testing.Receipts;

namespace Edge.Agent.Tests.Station.Receipts;

public sealed class ReceiptJournalTests : IDisposable
{
    private readonly ReceiptPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Receipts_AcrossRestarts_AreOneChain()
    {
        ReceiptHead head;
        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal(1, journal.Head.Sequence);
            await ReceiptPlace.AppendAsync(journal, 1, 3);
            head = journal.Head;
            Assert.Equal(4, head.Sequence);
        }

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal(head, journal.Head);
            Assert.Equal(new ReceiptRecovery([], 0, null, null), journal.Recovery with { Interrupted = [] });
            Assert.Empty(journal.Recovery.Interrupted);
            await ReceiptPlace.AppendAsync(journal, 4, 2);
        }

        ReceiptVerification found = _place.Verify();
        Assert.Null(found.Fault);
        Assert.Equal(6, found.Entries);
    }

    [Fact]
    public async Task Receipts_ManyAtOnce_AreInTheOrderOfTheCallsAndEachOnDisk()
    {
        await using ReceiptJournal journal = _place.Open();
        foreach (int n in Enumerable.Range(1, 500))
            journal.PartOpened(ReceiptPlace.Announced(n));
        Task<ReceiptHead>[] appends = [.. Enumerable.Range(1, 500).Select(n => journal.AppendAsync(ReceiptSamples.Part(n)).AsTask())];
        ReceiptHead[] heads = await Task.WhenAll(appends);
        Assert.Equal(Enumerable.Range(2, 500).Select(n => (long)n), heads.Select(head => head.Sequence));
        Assert.Equal(heads[^1], journal.Head);
        Assert.Equal(Enumerable.Range(1, 500).Select(n => ReceiptSamples.Part(n).Part), _place.Receipts().OfType<PartReceipt>().Select(part => part.Part));
        Assert.Equal(0, journal.PartsInFlight);
    }

    [Fact]
    public async Task Part_WithoutAnnouncementOrWithAReceipt_GetsNoSecond()
    {
        await using ReceiptJournal journal = _place.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await journal.AppendAsync(ReceiptSamples.Part(1)));
        journal.PartOpened(ReceiptPlace.Announced(1));
        Assert.Throws<InvalidOperationException>(() => journal.PartOpened(ReceiptPlace.Announced(1)));
        await journal.AppendAsync(ReceiptSamples.Part(1));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await journal.AppendAsync(ReceiptSamples.Part(1)));
        Assert.Single(_place.Receipts().OfType<PartReceipt>());
    }

    /// <summary>The agent was killed with three parts on their way: they are found once, and once they have their receipts, no more.</summary>
    [Fact]
    public async Task Parts_WithoutReceipt_AreFoundAtTheNextStartAndClosedOnce()
    {
        await using (ReceiptJournal journal = _place.Open())
        {
            await ReceiptPlace.AppendAsync(journal, 1, 2);
            foreach (int n in (int[])[3, 4, 5])
                journal.PartOpened(ReceiptPlace.Announced(n));
            await journal.AppendAsync(ReceiptSamples.Part(4));
        }

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal([ReceiptPlace.Announced(3), ReceiptPlace.Announced(5)], journal.Recovery.Interrupted);
            await journal.AppendAsync(ReceiptSamples.Doubtful(3, ReceiptDoubt.Interrupted));
        }

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal([ReceiptPlace.Announced(5)], journal.Recovery.Interrupted);
            await journal.AppendAsync(ReceiptSamples.Doubtful(5, ReceiptDoubt.Interrupted));
        }

        await using (ReceiptJournal journal = _place.Open())
            Assert.Empty(journal.Recovery.Interrupted);
        List<Receipt> receipts = _place.Receipts();
        Assert.Equal(5, receipts.OfType<PartReceipt>().Select(part => part.Part).Distinct().Count());
        Assert.Equal(5, receipts.OfType<PartReceipt>().Count());
        Assert.Equal([2, 1], receipts.OfType<RecoveryReceipt>().Select(recovery => recovery.PartsInFlight));
    }

    /// <summary>The notes may be behind: the receipt is committed, and the end came before it was noted. The chain decides.</summary>
    [Theory]
    [InlineData(8 * 1024 * 1024)]
    [InlineData(4096)]
    public async Task Part_WithReceiptButNotNotedAsClosed_IsNotInterrupted(long fileBytes)
    {
        _place.Options = _place.Options with { FileBytes = fileBytes };
        byte[] notes;
        await using (ReceiptJournal journal = _place.Open())
        {
            await ReceiptPlace.AppendAsync(journal, 1, 2);
            foreach (int n in Enumerable.Range(3, 9))
                journal.PartOpened(ReceiptPlace.Announced(n));
            notes = File.ReadAllBytes(Assert.Single(_place.Notes));
            foreach (int n in Enumerable.Range(3, 8))
                await journal.AppendAsync(ReceiptSamples.Part(n));
        }

        File.WriteAllBytes(Assert.Single(_place.Notes), notes);
        await using (ReceiptJournal journal = _place.Open())
            Assert.Equal([ReceiptPlace.Announced(11)], journal.Recovery.Interrupted);
    }

    [Theory]
    [InlineData("{\"entry\":{\"at\":\"2026-")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\0\0\0\0\n\0\0{\"entry\":{}}\n")]
    public async Task End_HalfALineBehindIt_IsCutKeptAndSaid(string torn)
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 3);
        await File.AppendAllTextAsync(_place.Files[0], torn);

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal(torn.Length, journal.Recovery.CutBytes);
            Assert.Equal(torn, await File.ReadAllTextAsync(journal.Recovery.CutFile!));
            Assert.Null(journal.Recovery.Damage);
            await ReceiptPlace.AppendAsync(journal, 4, 1);
        }

        RecoveryReceipt said = Assert.Single(_place.Receipts().OfType<RecoveryReceipt>());
        Assert.Equal((torn.Length, ReceiptSamples.Digest(torn)), (said.CutBytes, said.CutSha256));
    }

    /// <summary>
    /// The power failed while two entries were written: of what was not synced, any length and any sectors may be there. Whatever is left of it,
    /// every committed entry stays, and the chain goes on.
    /// </summary>
    [Fact]
    public async Task End_AnyPieceOfAnUncommittedBatch_LosesNothingCommitted()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 2);
        byte[] committed = await File.ReadAllBytesAsync(_place.Files[0]);
        byte[] notes = await File.ReadAllBytesAsync(_place.Notes[0]);
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 3, 2);
        byte[] batch = (await File.ReadAllBytesAsync(_place.Files[0]))[committed.Length..];
        var random = new Random(4);
        for (int length = 0; length <= batch.Length; length += random.Next(40, 400))
        {
            byte[] piece = batch[..length];
            for (int sector = 0; sector < length && random.Next(3) > 0; sector += 512)
                piece.AsSpan(sector, Math.Min(512, length - sector)).Fill(random.Next(2) == 0 ? (byte)0 : piece[sector]);
            await File.WriteAllBytesAsync(_place.Files[0], [.. committed, .. piece]);
            foreach (string file in _place.Notes)
                File.Delete(file);
            await File.WriteAllBytesAsync(Path.Combine(_place.Options.Folder, "parts-000001.log"), notes);

            await using (ReceiptJournal journal = _place.Open())
            {
                Assert.Null(journal.Recovery.Damage);
                await journal.AppendAsync(new InterlockReceipt { State = InterlockState.Tripped, Reason = "goes on" });
            }

            Assert.Null(_place.Verify().Fault);
            Assert.Equal(committed, (await File.ReadAllBytesAsync(_place.Files[0]))[..committed.Length]);
        }
    }

    /// <summary>A committed entry is never cut: the file stays as it is, a check names the place, and the chain goes on in a new file.</summary>
    [Fact]
    public async Task CommittedEntry_Damaged_IsNotCutButTold()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 5);
        byte[] damaged = await File.ReadAllBytesAsync(_place.Files[0]);
        int fourth = NthLine(damaged, 4);
        damaged[fourth + 100] ^= 1;
        await File.WriteAllBytesAsync(_place.Files[0], damaged);

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Equal(0, journal.Recovery.CutBytes);
            Assert.Contains("receipts-000001.jsonl, line 4", journal.Recovery.Damage, StringComparison.Ordinal);
            Assert.Equal(8, journal.Head.Sequence);
            await ReceiptPlace.AppendAsync(journal, 6, 1);
        }

        Assert.Equal(damaged, await File.ReadAllBytesAsync(_place.Files[0]));
        ReceiptFault? fault = _place.Verify().Fault;
        Assert.Equal((ReceiptFaultKind.Hash, "receipts-000001.jsonl", 4L), (fault?.Kind, fault?.File, fault?.Line));
        // With the damaged byte put right, everything links as if nothing had been.
        damaged[fourth + 100] ^= 1;
        await File.WriteAllBytesAsync(_place.Files[0], damaged);
        Assert.Null(_place.Verify().Fault);
    }

    [Fact]
    public async Task CommittedEntries_CutFromTheEnd_LeaveAGapThatACheckNames()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 5);
        byte[] whole = await File.ReadAllBytesAsync(_place.Files[0]);
        await File.WriteAllBytesAsync(_place.Files[0], whole[..NthLine(whole, 5)]);

        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Contains("ends with entry 4; committed was up to 6", journal.Recovery.Damage, StringComparison.Ordinal);
            await ReceiptPlace.AppendAsync(journal, 6, 1);
        }

        ReceiptFault? fault = _place.Verify().Fault;
        Assert.Equal((ReceiptFaultKind.Sequence, "receipts-000002.jsonl", 1L), (fault?.Kind, fault?.File, fault?.Line));
    }

    [Fact]
    public async Task Files_AllGone_TheChainDoesNotBeginAnewInSilence()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 5);
        File.Delete(_place.Files[0]);
        await using (ReceiptJournal journal = _place.Open())
            Assert.NotNull(journal.Recovery.Damage);
        Assert.Equal(ReceiptFaultKind.Missing, _place.Verify().Fault?.Kind);
    }

    /// <summary>The power went while a file was begun: its name is there, its first entry is not, or only half.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{\"entry\":{\"at\"")]
    public async Task NewFile_NeverCommitted_IsBegunAnew(string content)
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 3);
        await File.WriteAllTextAsync(Path.Combine(_place.Options.Folder, "receipts-000002.jsonl"), content);
        await using (ReceiptJournal journal = _place.Open())
        {
            Assert.Null(journal.Recovery.Damage);
            Assert.Equal(content.Length, journal.Recovery.CutBytes);
            await ReceiptPlace.AppendAsync(journal, 4, 1);
        }

        Assert.Single(_place.Files);
        Assert.Equal(4, _place.Receipts().OfType<PartReceipt>().Count());
    }

    [Fact]
    public async Task Files_Grown_AreFollowedByNewOnesAndTheOldestAreDroppedWithAnEntry()
    {
        _place.Options = _place.Options with { FileBytes = 8192, BudgetBytes = 40_000 };
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 60);
        ReceiptVerification found = _place.Verify();
        Assert.Null(found.Fault);
        Assert.True(found.First > 1);
        Assert.InRange(_place.Files.Sum(file => new FileInfo(file).Length), 8192, 40_000 + (2 * 8192));
        DroppedReceipt[] dropped = [.. _place.Receipts().OfType<DroppedReceipt>()];
        Assert.NotEmpty(dropped);
        Assert.Equal(found.First - 1, dropped.Max(drop => drop.Last));
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 61, 1);
        Assert.Null(_place.Verify().Fault);
    }

    [Fact]
    public async Task Files_PastTheirTime_AreDropped()
    {
        _place.Options = _place.Options with { FileBytes = 8192, Keep = TimeSpan.FromDays(30) };
        await using ReceiptJournal journal = _place.Open();
        await ReceiptPlace.AppendAsync(journal, 1, 20);
        int before = _place.Files.Length;
        Assert.True(before > 2);
        _place.Clock.Advance(TimeSpan.FromDays(31));
        await ReceiptPlace.AppendAsync(journal, 21, 12);
        Assert.Equal(ReceiptFaultKind.Missing, VerifyWithout(_place.Files[0]));
        Assert.Null(_place.Verify().Fault);
        Assert.Contains("older than 30 days", _place.Receipts().OfType<DroppedReceipt>().First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_Replaced_IsNamedByTheOldOne()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 2);
        DeviceKey.Replace(_place.DataPath);
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 3, 2);
        ReceiptVerification found = _place.Verify();
        Assert.Null(found.Fault);
        Assert.Equal(2, found.Keys.Count);
    }

    [Fact]
    public async Task Key_Lost_IsAnErrorThatSaysWhatToDo()
    {
        await using (ReceiptJournal journal = _place.Open())
            await ReceiptPlace.AppendAsync(journal, 1, 2);
        File.Delete(Path.Combine(_place.DataPath, DeviceKey.FileName));
        ReceiptJournalException error = Assert.Throws<ReceiptJournalException>(_place.Open);
        Assert.Contains("move the folder away", error.Message, StringComparison.Ordinal);
    }

    private static int NthLine(byte[] content, int number)
    {
        int at = 0;
        for (int line = 1; line < number; line++)
            at += content.AsSpan(at).IndexOf((byte)'\n') + 1;
        return at;
    }

    private ReceiptFaultKind? VerifyWithout(string path)
    {
        string aside = path + ".aside";
        File.Move(path, aside);
        ReceiptFaultKind? found = _place.Verify().Fault?.Kind;
        File.Move(aside, path);
        return found;
    }
}
