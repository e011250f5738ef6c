using System.Collections.Concurrent;
using Edge.Agent.Health;
using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>
/// The one loop that owns the file: it opens it (and repairs it where it is damaged), writes batches, reads for the publisher, and closes it at the end.
/// Whatever the disk does, it goes on in memory and tries again. Its public members are thread safe and never wait on the disk; the rest runs on the loop.
/// </summary>
internal sealed class OutboxLoop(string path, OutboxSettingsView settings, TimeProvider time, OutboxState state, OutboxNews news)
{
    private readonly WriteSchedule _schedule = new();
    private readonly WakeSignal _signal = new(time);
    private readonly ConcurrentQueue<(int Most, TaskCompletionSource<IReadOnlyList<OutboxMessage>> Answer)> _takes = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _flushes = new();
    private readonly TaskCompletionSource _openedOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutboxStore? _store;
    private Task _run = Task.CompletedTask;
    private long _lastTurn = time.GetTimestamp();
    private long _sizeBytes;
    private int _repairs;
    private int _failures;
    private bool _isDamaged;
    private volatile bool _stopping;

    /// <summary>Whether the end was asked for: nothing new is taken in.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Clock timestamp at which the loop last was at its top.</summary>
    public long LastTurn => Interlocked.Read(ref _lastTurn);

    /// <summary>Bytes on disk: database and write-ahead log.</summary>
    public long SizeBytes => Interlocked.Read(ref _sizeBytes);

    /// <summary>Damaged databases set aside since the start.</summary>
    public int Repairs => Volatile.Read(ref _repairs);

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Starts the loop. Completes when it has tried to open the file once, whether that worked or not.</summary>
    public Task StartAsync()
    {
        _run = Task.Run(RunAsync);
        return _openedOnce.Task;
    }

    /// <summary>There is something to do: <see cref="OutboxState.Work"/> has changed.</summary>
    public void Wake() => _signal.Wake();

    /// <summary>Messages for the publisher, at most <paramref name="most"/>, marked as in flight.</summary>
    public Task<IReadOnlyList<OutboxMessage>> TakeAsync(int most)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<OutboxMessage>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _takes.Enqueue((most, answer));
        Wake();
        return answer.Task;
    }

    /// <summary>Completes when everything that waited at the call was written or could not be.</summary>
    public Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _flushes.Enqueue(done);
        Wake();
        return _run.IsCompleted ? Task.CompletedTask : Task.WhenAny(done.Task, _run);
    }

    /// <summary>Ends the loop: what waits is written or given up, the file is closed.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        Wake();
        return _run;
    }

    private async Task RunAsync()
    {
        while (!_stopping)
        {
            Interlocked.Exchange(ref _lastTurn, time.GetTimestamp());
            bool flush = !_flushes.IsEmpty;
            (bool arrivals, int receipts, TimeSpan oldestReceipt) = state.Work();
            TimeSpan? due = _schedule.Due(Now, _store is null, arrivals, receipts, oldestReceipt);
            if (due == TimeSpan.Zero || flush)
                Write(flush);
            ServeTakes();
            if (due != TimeSpan.Zero && !flush)
                await _signal.WaitAsync(due).ConfigureAwait(false);
        }

        End();
    }

    private void Write(bool flush)
    {
        // Only those asked for before the writing began are answered by it.
        TaskCompletionSource[] flushes = flush ? [.. _flushes] : [];
        do
        {
            WriteOnce();
        }
        while (flush && _store is not null && state.Fault is null && state.Work() is { Arrivals: true } or { Receipts: > 0 });
        foreach (TaskCompletionSource _ in flushes)
        {
            if (_flushes.TryDequeue(out TaskCompletionSource? done))
                done.TrySetResult();
        }
    }

    /// <summary>Opens the file if need be and writes one transaction; whatever goes wrong ends in a back-off.</summary>
    private void WriteOnce()
    {
        try
        {
            if (_store is null)
                OpenStore();
            WriteBatch(_store!);
            _schedule.Succeeded();
            _failures = 0;
            if (state.SetFault(null))
                news.DiskTakesWrites();
        }
        catch (Exception error)
        {
            // The loop's edge: whatever the disk or the library does, the outbox goes on in memory and tries again.
            Failed(error);
        }
        finally
        {
            _openedOnce.TrySetResult();
        }
    }

    private void WriteBatch(OutboxStore store)
    {
        (OutboxChange change, List<WaitingMessage> batch) = state.BeginWrite();
        if (change.IsEmpty)
            return;
        try
        {
            if (batch.Count > 0)
                FaultPoints.Hit(FaultPoints.BeforeCommit);
            if (change.Delivered.Count > 0)
                FaultPoints.Hit(FaultPoints.BeforeDelete);
            IReadOnlyList<OutboxLoss> givenUp = store.Commit(change);
            if (batch.Count > 0)
                FaultPoints.Hit(FaultPoints.AfterCommit);
            if (change.Delivered.Count > 0)
                FaultPoints.Hit(FaultPoints.AfterDelete);
            state.EndWrite(change, batch, store.Stored, givenUp, Now);
            news.GaveUp(givenUp);
        }
        catch
        {
            state.AbortWrite(batch);
            throw;
        }

        store.CheckpointIfDue();
        Interlocked.Exchange(ref _sizeBytes, store.SizeBytes);
    }

    private void OpenStore()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        OutboxRecovery.FinishInterrupted(path);
        if (_isDamaged)
            Repair();
        OutboxStore store;
        try
        {
            store = OutboxStore.Open(path, settings, time.GetUtcNow());
        }
        catch (Exception error) when (SqliteFaults.IsDamage(error))
        {
            news.Damaged(error);
            Repair();
            store = OutboxStore.Open(path, settings, time.GetUtcNow());
        }

        state.Opened(store.Stored, store.Positions(), store.Losses());
        Interlocked.Exchange(ref _sizeBytes, store.SizeBytes);
        _store = store;
    }

    private void Repair()
    {
        OutboxRepair repair = OutboxRecovery.Repair(path, settings, time.GetUtcNow());
        _isDamaged = false;
        Interlocked.Increment(ref _repairs);
        news.Repaired(repair);
    }

    /// <summary>
    /// A disk that is only full leaves the file open: what is stored can still be read and published. Every other failure closes it:
    /// a failed sync or a damaged page makes what the connection has cached worthless, and opening anew checks the file whole.
    /// </summary>
    private void Failed(Exception error)
    {
        if (!SqliteFaults.IsRefusal(error))
            CloseStore();
        _schedule.Failed(Now);
        _failures++;
        // The quick check at the next opening would not see every damage that a statement met.
        _isDamaged |= SqliteFaults.IsCorruption(error);
        string reason = SqliteFaults.IsDamage(error) ? $"outbox.db is damaged: {error.Message}" : $"outbox.db takes no writes: {error.Message}";
        if (state.SetFault(reason))
            news.DiskRefuses(error, reason);
    }

    private void ServeTakes()
    {
        while (_takes.TryDequeue(out (int Most, TaskCompletionSource<IReadOnlyList<OutboxMessage>> Answer) take))
        {
            var messages = new List<OutboxMessage>();
            state.BeginTake();
            try
            {
                if (_store is { } store)
                    messages = ReadStored(store, take.Most);
            }
            catch (Exception error)
            {
                // The loop's edge, as in WriteOnce.
                Failed(error);
            }

            // From memory only behind what is stored, or order would break; unless that cannot be read at all: an alert in disorder beats silence.
            state.EndTake(messages, take.Most, fromMemory: _store is not null || _failures > 1);
            take.Answer.TrySetResult(messages);
        }
    }

    private List<OutboxMessage> ReadStored(OutboxStore store, int most)
    {
        var damaged = new List<long>();
        (long row, int release) = state.Cursor;
        List<OutboxMessage> messages = store.Read(ref row, most, state.IsTaken, damaged);
        state.AdvanceCursor(row, release);
        if (damaged.Count > 0)
        {
            IReadOnlyList<OutboxLoss> losses = store.Discard(damaged);
            state.AddSavedLosses(losses);
            news.GaveUp(losses);
        }

        return messages;
    }

    private void End()
    {
        while (state.Work() is { Arrivals: true } or { Receipts: > 0 })
        {
            WriteOnce();
            if (_store is null || state.Fault is not null)
                break;
        }

        news.GaveUp(state.Abandon());
        ServeTakes();
        while (_flushes.TryDequeue(out TaskCompletionSource? flush))
            flush.TrySetResult();
        try
        {
            _store?.Checkpoint();
        }
        catch (SqliteException error)
        {
            // The log stays beside the file and is read at the next start.
            news.LogNotFolded(error);
        }

        CloseStore();
    }

    private void CloseStore()
    {
        _store?.Dispose();
        _store = null;
    }
}
