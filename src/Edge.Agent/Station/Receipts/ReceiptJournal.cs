using System.Collections.Concurrent;
using System.Security.Cryptography;
using Edge.Agent.Identity;
using Edge.Contracts.Receipts;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station.Receipts;

/// <summary>
/// A station's receipts on disk: a signed hash chain that goes on after any kill or loss of power. A receipt is committed when <see cref="AppendAsync"/> completes;
/// one thread writes, and what waits together goes to the disk together. Every part is announced with <see cref="PartOpened"/> before it is judged and closed by its one
/// receipt; those that were not are in <see cref="Recovery"/> at the next start. While the disk refuses, receipts wait in memory, <see cref="Fault"/> says why, and the
/// station must be in fail-safe. Thread safe.
/// </summary>
public sealed class ReceiptJournal : IAsyncDisposable
{
    private const int MostTogether = 256;
    private readonly ReceiptJournalOptions _options;
    private readonly ReceiptStore _store;
    private readonly PartLog _parts;
    private readonly ILogger _log;
    private readonly Action<string?> _onFault;
    private readonly BlockingCollection<PendingReceipt?> _waiting;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _writer;
    private volatile ReceiptHead _head;
    private volatile string? _fault;
    private int _syncAsked;

    private ReceiptJournal(ReceiptJournalOptions options, ReceiptStore store, PartLog parts, ILogger log, Action<string?> onFault, ReceiptRecovery recovery)
    {
        (_options, _store, _parts, _log, _onFault, Recovery) = (options, store, parts, log, onFault, recovery);
        _head = store.Head;
        _waiting = new BlockingCollection<PendingReceipt?>(options.MostWaiting);
        _writer = new Thread(Write) { Name = $"receipts of {options.Station}", IsBackground = true };
        _writer.Start();
    }

    /// <summary>What was found at the opening. The parts in it are open: each needs the fail-safe action and its receipt.</summary>
    public ReceiptRecovery Recovery { get; }

    /// <summary>The last committed entry: the anchor that goes out with verdicts and telemetry.</summary>
    public ReceiptHead Head => _head;

    /// <summary>Why the disk takes no receipts; null while it does.</summary>
    public string? Fault => _fault;

    /// <summary>Parts that were announced and have no committed receipt yet.</summary>
    public int PartsInFlight => _parts.Count;

    /// <summary>Opens a station's chain, or begins one: reads its end, cuts what was never committed and keeps it aside, finds the parts without a receipt.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="key">The device's key; stays the caller's and may be disposed after the opening.</param>
    /// <param name="time">The clock for the entries' times.</param>
    /// <param name="log">Gets what was cut, dropped, refused.</param>
    /// <param name="onFault">Called on the writer's thread when the disk begins to refuse (with the reason) and when it takes receipts again (null). Must not block.</param>
    /// <exception cref="ReceiptJournalException">The folder can't be read or written, or its chain is another key's.</exception>
    public static ReceiptJournal Open(ReceiptJournalOptions options, DeviceKey key, TimeProvider time, ILogger log, Action<string?> onFault)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            Directory.CreateDirectory(options.Folder);
            var folder = new ReceiptFolder(options.Folder);
            PartLogContent notes = PartLogContent.Read(folder.Notes().Select(file => file.Path));
            var scan = new ChainScan(folder, notes);
            scan.Run(time.GetUtcNow());
            var store = new ReceiptStore(options, folder, scan.Place, KeyOf(scan.Place, key, options.Folder), time);
            try
            {
                if (scan.Place.Key is { } inForce && !inForce.Equals(key.Public))
                    store.ChangeKey(key.Open());
                var recovery = new ReceiptRecovery([.. scan.Open.Select(opening => opening.Part)], scan.Cut.Bytes, scan.Cut.File, scan.Damage);
                Tell(store, recovery, scan.Cut.Sha256, notes.Unreadable, log);
                var parts = new PartLog(folder, scan.Open, store.Head, store.File);
                return new ReceiptJournal(options, store, parts, log, onFault, recovery);
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReceiptJournalException($"receipts of station {options.Station} in '{options.Folder}' can't be opened: {e.Message}", e);
        }
    }

    /// <summary>Notes that a part is on its way, before it is judged. Does not wait for the disk; the end of the process does not lose the note.</summary>
    /// <exception cref="ReceiptJournalException">The disk refuses: the part must get the fail-safe action.</exception>
    /// <exception cref="InvalidOperationException">It was announced before.</exception>
    public void PartOpened(OpenPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        try
        {
            _parts.Opened(part);
        }
        catch (IOException e)
        {
            throw new ReceiptJournalException($"part {part.Part} can't be noted in '{_options.Folder}': {e.Message}", e);
        }

        if (Interlocked.Exchange(ref _syncAsked, 1) == 0 && !_waiting.IsAddingCompleted)
            _waiting.TryAdd(null);
    }

    /// <summary>Appends a receipt. Order in the chain is the order of these calls.</summary>
    /// <returns>Completes when it is on disk, with its place: never before, however long the disk refuses.</returns>
    /// <exception cref="InvalidOperationException">A part's receipt for a part that was not announced, or that has one.</exception>
    /// <exception cref="ReceiptJournalException">Too many wait for the disk already, the journal has ended, or a text of it can't be written.</exception>
    public ValueTask<ReceiptHead> AppendAsync(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        Guid? part = receipt switch
        {
            PartReceipt { Part: var id } => id,
            GoldenPartReceipt { Part: var id } => id,
            _ => null,
        };
        if (part is { } closes && !_parts.TryClose(closes))
            throw new InvalidOperationException($"part {closes} was not announced, or has its receipt");
        var pending = new PendingReceipt(receipt, part);
        bool isTaken = false;
        try
        {
            isTaken = _waiting.TryAdd(pending);
        }
        catch (InvalidOperationException)
        {
            // The journal ends.
        }

        if (!isTaken)
        {
            Refuse(pending, new ReceiptJournalException(_stop.IsSet ? "the journal has ended" : $"{_options.MostWaiting} receipts wait for the disk already{(_fault is { } why ? $": {why}" : "")}"));
        }

        return new ValueTask<ReceiptHead>(pending.Done.Task);
    }

    /// <summary>Writes what waits, as far as the disk takes it, and ends. Parts without a committed receipt are found again at the next opening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsSet)
            return;
        _stop.Set();
        _waiting.CompleteAdding();
        await Task.Run(_writer.Join).ConfigureAwait(false);
        _parts.Dispose();
        _store.Dispose();
        _waiting.Dispose();
        _stop.Dispose();
    }

    private static ECDsa KeyOf(ChainPlace place, DeviceKey key, string folder)
    {
        if (place.Key is null)
            return key.Open();
        try
        {
            return key.Find(place.Key) ?? throw new ReceiptJournalException($"the receipts in '{folder}' are signed by key {place.Key.Id}, which this device has not (its own is {key.Public.Id}); put that key back, or move the folder away: a new chain begins");
        }
        catch (DeviceKeyException e)
        {
            throw new ReceiptJournalException(e.Message, e);
        }
    }

    private static void Tell(ReceiptStore store, ReceiptRecovery recovery, string? cutSha256, int unreadable, ILogger log)
    {
        if (recovery.CutFile is { } file)
            log.LogWarning("Receipts: {Bytes} bytes of uncommitted lines were cut from the end and are kept in {File}", recovery.CutBytes, file);
        if (recovery.Damage is { } damage)
            log.LogError("Receipts: committed entries are damaged or gone: {Damage}", damage);
        if (unreadable > 0)
            log.LogInformation("Receipts: {Lines} notes of parts were torn; the chain decides", unreadable);
        if (recovery.Interrupted.Count > 0)
            log.LogWarning("Receipts: {Parts} parts were on their way when the station ended", recovery.Interrupted.Count);
        bool isQuiet = recovery is { CutBytes: 0, Damage: null, Interrupted.Count: 0 };
        store.Commit(
            isQuiet ? [] : [new RecoveryReceipt { CutBytes = recovery.CutBytes, CutSha256 = cutSha256, Damage = recovery.Damage, PartsInFlight = recovery.Interrupted.Count }],
            (_, e) => throw new IOException(e.Message, e));
    }

    private void Write()
    {
        var batch = new List<PendingReceipt>(MostTogether);
        while (!_waiting.IsCompleted)
        {
            if (_waiting.TryTake(out PendingReceipt? first, Timeout.Infinite) && first is not null)
                batch.Add(first);
            while (batch.Count < MostTogether && _waiting.TryTake(out PendingReceipt? more))
            {
                if (more is not null)
                    batch.Add(more);
            }

            while (!TryWrite(batch))
            {
                if (_stop.Wait(_options.RetryAfter) && !TryWrite(batch))
                    GiveUp(batch);
            }
        }
    }

    /// <summary>Commits the batch and empties it; false where the disk refuses.</summary>
    private bool TryWrite(List<PendingReceipt> batch)
    {
        try
        {
            if (batch.Count > 0)
                Commit(batch);
            Interlocked.Exchange(ref _syncAsked, 0);
            _parts.Sync();
            if (_store.DropOldIfGrown() is > 0 and int dropped)
                _log.LogWarning("Receipts: the {Files} oldest files of {Station} were dropped", dropped, _options.Station);
            _head = _store.Head;
            SetFault(null);
            return true;
        }
        catch (Exception e) // The loop's edge: whatever the disk does, the station is told, and it is tried again.
        {
            SetFault($"receipts of station {_options.Station} can't be written: {e.Message}");
            return false;
        }
    }

    private void Commit(List<PendingReceipt> batch)
    {
        var refused = new List<(PendingReceipt Receipt, FormatException Why)>();
        IReadOnlyList<ReceiptHead?> heads = _store.Commit([.. batch.Select(pending => pending.Receipt)], (i, e) => refused.Add((batch[i], e)));
        PendingReceipt[] written = [.. batch.Where((_, i) => heads[i] is not null)];
        _head = _store.Head;
        for (int i = 0; i < batch.Count; i++)
        {
            if (heads[i] is { } head)
                batch[i].Done.SetResult(head);
        }

        foreach ((PendingReceipt receipt, FormatException why) in refused)
            Refuse(receipt, new ReceiptJournalException(why.Message, why));
        // They are committed: whatever the notes do, these must not be written again.
        batch.Clear();
        _parts.Committed(_store.Head, _store.File, written.Select(pending => pending.Part).OfType<Guid>());
    }

    private void Refuse(PendingReceipt pending, ReceiptJournalException why)
    {
        if (pending.Part is { } part)
            _parts.Reopen(part);
        pending.Done.TrySetException(why);
    }

    private void GiveUp(List<PendingReceipt> batch)
    {
        foreach (PendingReceipt pending in batch)
            Refuse(pending, new ReceiptJournalException(_fault ?? "the journal has ended"));
        batch.Clear();
    }

    private void SetFault(string? fault)
    {
        if (_fault == fault)
            return;
        bool isNews = (_fault is null) != (fault is null);
        _fault = fault;
        if (!isNews)
            return;
        if (fault is null)
            _log.LogInformation("Receipts of {Station} are written again", _options.Station);
        else
            _log.LogError("{Fault}", fault);
        _onFault(fault);
    }
}
