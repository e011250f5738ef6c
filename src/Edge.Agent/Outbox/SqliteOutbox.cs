using Edge.Agent.Configuration;
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

    private readonly TimeProvider _time;
    private readonly OutboxState _state;
    private readonly OutboxNews _news;
    private readonly OutboxLoop _loop;

    private SqliteOutbox(string path, OutboxSettingsView settings, TimeProvider time, OutboxNews news)
    {
        _time = time;
        _news = news;
        _state = new OutboxState(settings.Budget);
        _loop = new OutboxLoop(path, settings, time, _state, news);
    }

    /// <inheritdoc/>
    public long Depth => _state.Depth.Depth;

    /// <summary>How it is doing.</summary>
    public OutboxStatus Status
    {
        get
        {
            (long depth, int waiting) = _state.Depth;
            return new OutboxStatus(depth, waiting, _loop.SizeBytes, _state.Fault, _loop.LastTurn, _loop.Repairs);
        }
    }

    /// <summary>Opens or makes the file, repairs it where it is damaged, and starts the loop. A disk that refuses is no error: the outbox starts in memory and tries again.</summary>
    /// <param name="dataPath">The agent's data folder; made if absent.</param>
    /// <param name="settings">Budget and durability.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Hears of faults, repairs and losses.</param>
    /// <param name="observer">Hears the same, for machines; see <see cref="LossReporter"/>.</param>
    public static async Task<SqliteOutbox> OpenAsync(string dataPath, OutboxSettings settings, TimeProvider time, ILogger<SqliteOutbox> logger, IOutboxObserver? observer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BudgetBytes, 1L << 20);
        string path = Path.Combine(Path.GetFullPath(dataPath), FileName);
        var view = new OutboxSettingsView(new BudgetPolicy(settings.BudgetBytes), settings.Synchronous);
        var outbox = new SqliteOutbox(path, view, time, new OutboxNews(path, logger, observer));
        await outbox._loop.StartAsync().ConfigureAwait(false);
        return outbox;
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(OutboxMessage message)
    {
        if (_loop.IsStopping)
        {
            _state.CountRefused(message.Kind);
            _news.GaveUp([new OutboxLoss(message.Kind, 1, OutboxLossReason.Shutdown)]);
            return ValueTask.CompletedTask;
        }

        (Task settled, IReadOnlyList<OutboxLoss> losses) = _state.Add(message);
        _loop.Wake();
        _news.GaveUp(losses);
        return new ValueTask(settled);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (_loop.IsStopping)
            return [];
        // Not cancelled half way: messages marked as in flight must reach the caller, or nobody would release them.
        return await _loop.TakeAsync(maximum).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _state.Available.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(Guid id)
    {
        if (_state.Complete(id, _time.GetElapsedTime(0)))
            _loop.Wake();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void ReleaseInFlight() => _state.ReleaseInFlight();

    /// <inheritdoc/>
    public long? LastPosition(string stream) => _state.LastPosition(stream);

    /// <inheritdoc/>
    public long Lost(OutboxKind kind) => _state.Lost(kind);

    /// <summary>Completes when everything that waited at the call, receipts included, was written or could not be.</summary>
    public Task FlushAsync() => _loop.FlushAsync();

    /// <summary>Writes what waits, folds the log in and closes the file. What cannot be written is counted and told.</summary>
    public async ValueTask DisposeAsync() => await _loop.StopAsync().ConfigureAwait(false);
}
