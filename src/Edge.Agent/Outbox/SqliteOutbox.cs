using System.Collections.Concurrent;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Outbox;

/// <summary>
/// The outbox in <c>{dataPath}/outbox.db</c>. One loop owns the file:
/// 1. it gathers what waits and writes it in one transaction (WAL, synchronous FULL), source positions and receipts with it;
/// 2. it keeps the disk budget inside that transaction, least important first, and folds the log in when it has grown;
/// 3. it reads for the publisher.
/// While the disk takes no writes, messages wait in memory within a bound and are offered to the publisher from there,
/// since an alert that arrives without having been on disk is better than one that does not arrive.
/// Nothing here throws because of the disk. Thread safe.
/// </summary>
public sealed class SqliteOutbox : IOutbox, IAsyncDisposable
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "outbox.db";

    private readonly string _path;
    private readonly OutboxSettingsView _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IOutboxObserver? _observer;
    private readonly OutboxState _state;
    private readonly WriteSchedule _schedule = new();
    private readonly ConcurrentQueue<(int Most, TaskCompletionSource<IReadOnlyList<OutboxMessage>> Answer)> _takes = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _flushes = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly TaskCompletionSource _openedOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutboxStore? _store;
    private Task _loop = Task.CompletedTask;
    private long _lastTurn;
    private long _sizeBytes;
    private int _repairs;
    private int _failures;
    private bool _isDamaged;
    private volatile bool _stopping;

    private SqliteOutbox(string dataPath, OutboxSettings settings, TimeProvider time, ILogger logger, IOutboxObserver? observer)
    {
        _path = Path.Combine(Path.GetFullPath(dataPath), FileName);
        _settings = new OutboxSettingsView(new BudgetPolicy(settings.BudgetBytes), settings.Synchronous);
        _time = time;
        _logger = logger;
        _observer = observer;
        _state = new OutboxState(_settings.Budget);
        _lastTurn = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public long Depth => _state.Depth.Depth;

    /// <summary>How it is doing.</summary>
    public OutboxStatus Status
    {
        get
        {
            (long depth, int waiting) = _state.Depth;
            return new OutboxStatus(depth, waiting, Interlocked.Read(ref _sizeBytes), _state.Fault, Interlocked.Read(ref _lastTurn), Volatile.Read(ref _repairs));
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Opens or makes the file, repairs it where it is damaged, and starts the loop. A disk that refuses is no error: the outbox starts in memory and tries again.</summary>
    /// <param name="dataPath">The agent's data folder; made if absent.</param>
    /// <param name="settings">Budget and durability.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Hears of faults, repairs and losses.</param>
    /// <param name="observer">Hears the same, for machines; see <see cref="LossReporter"/>.</param>
    public static async Task<SqliteOutbox> OpenAsync(string dataPath, OutboxSettings settings, TimeProvider time, ILogger<SqliteOutbox> logger, IOutboxObserver? observer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BudgetBytes, 1L << 20);
        var outbox = new SqliteOutbox(dataPath, settings, time, logger, observer);
        outbox._loop = Task.Run(outbox.RunAsync);
        await outbox._openedOnce.Task.ConfigureAwait(false);
        return outbox;
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(OutboxMessage message)
    {
        if (_stopping)
        {
            _state.CountRefused(message.Kind);
            Tell([new OutboxLoss(message.Kind, 1, OutboxLossReason.Shutdown)]);
            return ValueTask.CompletedTask;
        }

        (Task settled, IReadOnlyList<OutboxLoss> losses) = _state.Add(message);
        Wake();
        Tell(losses);
        return new ValueTask(settled);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (_stopping)
            return [];
        var answer = new TaskCompletionSource<IReadOnlyList<OutboxMessage>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _takes.Enqueue((maximum, answer));
        Wake();
        // Not cancelled half way: messages marked as in flight must reach the caller, or nobody would release them.
        return await answer.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _state.Available.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(Guid id)
    {
        if (_state.Complete(id, Now))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void ReleaseInFlight() => _state.ReleaseInFlight();

    /// <inheritdoc/>
    public long? LastPosition(string stream) => _state.LastPosition(stream);

    /// <inheritdoc/>
    public long Lost(OutboxKind kind) => _state.Lost(kind);

    /// <summary>Completes when everything that waited at the call, receipts included, was written or could not be.</summary>
    public Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _flushes.Enqueue(done);
        Wake();
        return _loop.IsCompleted ? Task.CompletedTask : Task.WhenAny(done.Task, _loop);
    }

    /// <summary>Writes what waits, folds the log in and closes the file. What cannot be written is counted and told.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Wake();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (!_stopping)
        {
            Interlocked.Exchange(ref _lastTurn, _time.GetTimestamp());
            bool flush = !_flushes.IsEmpty;
            (bool arrivals, int receipts, TimeSpan oldestReceipt) = _state.Work();
            TimeSpan? due = _schedule.Due(Now, _store is null, arrivals, receipts, oldestReceipt);
            if (due == TimeSpan.Zero || flush)
                Write(flush);
            ServeTakes();
            if (due != TimeSpan.Zero && !flush)
                await WaitAsync(due).ConfigureAwait(false);
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
        while (flush && _store is not null && _state.Fault is null && _state.Work() is { Arrivals: true } or { Receipts: > 0 });
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
            if (_state.SetFault(null))
            {
                _logger.LogInformation("The outbox takes writes");
                _observer?.DiskChanged(null);
            }
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
        (OutboxChange change, List<WaitingMessage> batch) = _state.BeginWrite();
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
            _state.EndWrite(change, batch, store.Stored, givenUp, Now);
            Tell(givenUp);
        }
        catch
        {
            _state.AbortWrite(batch);
            throw;
        }

        store.CheckpointIfDue();
        Interlocked.Exchange(ref _sizeBytes, store.SizeBytes);
    }

    private void OpenStore()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        OutboxRecovery.FinishInterrupted(_path);
        if (_isDamaged)
            Repair();
        OutboxStore store;
        try
        {
            store = OutboxStore.Open(_path, _settings, _time.GetUtcNow());
        }
        catch (Exception error) when (SqliteFaults.IsDamage(error))
        {
            _logger.LogError(error, "The outbox {Path} is damaged", _path);
            Repair();
            store = OutboxStore.Open(_path, _settings, _time.GetUtcNow());
        }

        _state.Opened(store.Stored, store.Positions(), store.Losses());
        Interlocked.Exchange(ref _sizeBytes, store.SizeBytes);
        _store = store;
    }

    private void Repair()
    {
        OutboxRepair repair = OutboxRecovery.Repair(_path, _settings, _time.GetUtcNow());
        _isDamaged = false;
        Interlocked.Increment(ref _repairs);
        _logger.LogError("The damaged outbox lies in {Path}; {Salvaged} messages were carried over", repair.SetAsidePath, repair.Salvaged);
        _observer?.Repaired(repair);
        Tell(repair.Losses);
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
        if (!_state.SetFault(reason))
            return;
        _logger.LogError(error, "The outbox {Path} takes no writes; messages wait in memory", _path);
        _observer?.DiskChanged(reason);
    }

    private void ServeTakes()
    {
        while (_takes.TryDequeue(out (int Most, TaskCompletionSource<IReadOnlyList<OutboxMessage>> Answer) take))
        {
            var messages = new List<OutboxMessage>();
            _state.BeginTake();
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
            _state.EndTake(messages, take.Most, fromMemory: _store is not null || _failures > 1);
            take.Answer.TrySetResult(messages);
        }
    }

    private List<OutboxMessage> ReadStored(OutboxStore store, int most)
    {
        var damaged = new List<long>();
        (long row, int release) = _state.Cursor;
        List<OutboxMessage> messages = store.Read(ref row, most, _state.IsTaken, damaged);
        _state.AdvanceCursor(row, release);
        if (damaged.Count > 0)
        {
            IReadOnlyList<OutboxLoss> losses = store.Discard(damaged);
            _state.AddSavedLosses(losses);
            Tell(losses);
        }

        return messages;
    }

    private void End()
    {
        while (_state.Work() is { Arrivals: true } or { Receipts: > 0 })
        {
            WriteOnce();
            if (_store is null || _state.Fault is not null)
                break;
        }

        Tell(_state.Abandon());
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
            _logger.LogWarning(error, "The outbox's log could not be folded in");
        }

        CloseStore();
    }

    private void CloseStore()
    {
        _store?.Dispose();
        _store = null;
    }

    private void Tell(IReadOnlyList<OutboxLoss> losses)
    {
        foreach (OutboxLoss loss in losses)
        {
            _logger.LogWarning("The outbox gave up {Messages} messages of kind {Kind}: {Reason}", loss.Messages, loss.Kind, loss.Reason);
            _observer?.GaveUp(loss);
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    private async Task WaitAsync(TimeSpan? due)
    {
        if (due is null)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            return;
        }

        using var timer = new CancellationTokenSource(due.Value, _time);
        try
        {
            await _wake.WaitAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Due.
        }
    }
}
