using Edge.Agent.Health;
using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>The database file: what one connection does with it. Not thread safe; every call may block on the disk and throw <see cref="SqliteException"/>.</summary>
internal sealed class OutboxStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BudgetPolicy _budget;
    private readonly string _logPath;
    private readonly SqliteCommand _insert, _delete, _position, _loss, _page, _deleteRow, _oldest;

    private OutboxStore(SqliteConnection connection, string path, BudgetPolicy budget)
    {
        _connection = connection;
        _budget = budget;
        _logPath = path + "-wal";
        // A row that is there already was written by a commit whose answer was lost: the second try changes nothing.
        _insert = connection.Prepared(
            """
            INSERT INTO messages (id, stream, kind, topic, payload, created, position, digest)
            VALUES ($id, $stream, $kind, $topic, $payload, $created, $position, $digest) ON CONFLICT (id) DO NOTHING
            """,
            "$id", "$stream", "$kind", "$topic", "$payload", "$created", "$position", "$digest");
        _delete = connection.Prepared("DELETE FROM messages WHERE id = $id", "$id");
        _position = connection.Prepared("INSERT INTO positions VALUES ($stream, $position) ON CONFLICT (stream) DO UPDATE SET position = excluded.position", "$stream", "$position");
        _loss = connection.Prepared("INSERT INTO losses VALUES ($kind, $messages) ON CONFLICT (kind) DO UPDATE SET messages = messages + excluded.messages", "$kind", "$messages");
        _page = connection.Prepared($"SELECT {OutboxRow.Columns} FROM messages WHERE seq > $after ORDER BY seq", "$after");
        _deleteRow = connection.Prepared("DELETE FROM messages WHERE seq = $seq", "$seq");
        _oldest = connection.Prepared("SELECT seq, id, length(payload) FROM messages WHERE kind = $kind ORDER BY seq", "$kind");
        Stored = connection.Scalar("SELECT count(*) FROM messages");
    }

    /// <summary>Bytes on disk: the database's pages and the write-ahead log.</summary>
    public long SizeBytes => (_connection.Scalar("PRAGMA page_count") * PageBytes) + LogBytes;

    /// <summary>Messages stored.</summary>
    public long Stored { get; private set; }

    private static long PageBytes => RowCost.PageBytes;

    private long LogBytes => new FileInfo(_logPath) is { Exists: true } log ? log.Length : 0;

    private long UsedBytes => (_connection.Scalar("PRAGMA page_count") - _connection.Scalar("PRAGMA freelist_count")) * PageBytes;

    /// <summary>Opens or makes the file and checks it whole.</summary>
    /// <exception cref="SqliteException">It cannot be opened, or is damaged (<see cref="SqliteFaults.IsDamage"/>).</exception>
    /// <exception cref="InvalidDataException">It fails its integrity check, or belongs to another program.</exception>
    /// <exception cref="IOException">The folder cannot be made or synced.</exception>
    public static OutboxStore Open(string path, OutboxSettingsView settings, DateTimeOffset now)
    {
        SqliteConnection connection = SqliteCalls.Connect(path);
        try
        {
            // auto_vacuum takes effect only before the first table is made; FULL is what makes a commit survive a power cut in WAL mode.
            connection.Run($"PRAGMA page_size = {PageBytes}; PRAGMA auto_vacuum = INCREMENTAL");
            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run(settings.Synchronous ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
            connection.Run("PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048");
            string check = connection.Text("PRAGMA quick_check(1)");
            if (check != "ok")
                throw new InvalidDataException($"integrity check of {path}: {check}");
            if (OutboxSchema.Migrate(connection, now))
                DirectorySync.Flush(Path.GetDirectoryName(path)!);
            connection.Run($"SELECT {OutboxRow.Columns} FROM messages LIMIT 0; SELECT stream, position FROM positions LIMIT 0; SELECT kind, messages FROM losses LIMIT 0");
            return new OutboxStore(connection, path, settings.Budget);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>One transaction. On return it is on disk.</summary>
    /// <returns>What was given up for the budget, already in the durable counters.</returns>
    public IReadOnlyList<OutboxLoss> Commit(OutboxChange change)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        long stored = Stored;
        foreach (OutboxMessage message in change.Arrivals)
        {
            OutboxRow.Bind(_insert, message);
            stored += Execute(_insert, transaction);
        }

        foreach ((string stream, SourcePlace place) in change.Positions)
            Store(transaction, stream, place.Position);
        foreach (Guid id in change.Delivered)
        {
            _delete.Parameters[0].Value = id.ToByteArray(bigEndian: true);
            stored -= Execute(_delete, transaction);
        }

        IReadOnlyList<OutboxLoss> givenUp = KeepBudget(transaction, change.Untouchable);
        foreach (OutboxLoss loss in change.Losses.Concat(givenUp))
        {
            _loss.Parameters[0].Value = (long)loss.Kind;
            _loss.Parameters[1].Value = loss.Messages;
            Execute(_loss, transaction);
        }

        transaction.Commit();
        Stored = stored - givenUp.Sum(static loss => loss.Messages);
        return givenUp;
    }

    /// <summary>Inserts rows under given numbers, in one transaction.</summary>
    public void Import(IReadOnlyList<(long Row, OutboxMessage Message)> rows)
    {
        using SqliteCommand insert = _connection.Prepared(
            """
            INSERT INTO messages (id, stream, kind, topic, payload, created, position, digest, seq)
            VALUES ($id, $stream, $kind, $topic, $payload, $created, $position, $digest, $seq) ON CONFLICT DO NOTHING
            """,
            "$id", "$stream", "$kind", "$topic", "$payload", "$created", "$position", "$digest", "$seq");
        using SqliteTransaction transaction = _connection.BeginTransaction();
        long stored = Stored;
        foreach ((long row, OutboxMessage message) in rows)
        {
            OutboxRow.Bind(insert, message);
            insert.Parameters[8].Value = row;
            stored += Execute(insert, transaction);
        }

        transaction.Commit();
        Stored = stored;
        CheckpointIfDue();
    }

    /// <summary>Folds the write-ahead log into the database when it has grown to its size.</summary>
    public void CheckpointIfDue()
    {
        if (LogBytes < _budget.LogBytes)
            return;
        Checkpoint();
    }

    /// <summary>Folds the write-ahead log into the database and empties it.</summary>
    public void Checkpoint()
    {
        FaultPoints.Hit(FaultPoints.BeforeCheckpoint);
        _connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        FaultPoints.Hit(FaultPoints.AfterCheckpoint);
    }

    /// <summary>The oldest messages behind row <paramref name="after"/> that <paramref name="skip"/> lets pass.</summary>
    /// <param name="after">Row behind which to look; moved to the last row looked at.</param>
    /// <param name="most">Most messages.</param>
    /// <param name="skip">Ids to pass over.</param>
    /// <param name="damaged">Rows that are not what was written.</param>
    public List<OutboxMessage> Read(ref long after, int most, Func<Guid, bool> skip, List<long> damaged)
    {
        var messages = new List<OutboxMessage>();
        _page.Parameters[0].Value = after;
        using SqliteDataReader reader = _page.ExecuteReader();
        while (messages.Count < most && reader.Read())
        {
            after = reader.GetInt64(0);
            if (OutboxRow.Read(reader) is not { } message)
                damaged.Add(after);
            else if (!skip(message.Id))
                messages.Add(message);
        }

        return messages;
    }

    /// <summary>Deletes rows that cannot be read and counts them.</summary>
    public IReadOnlyList<OutboxLoss> Discard(IReadOnlyList<long> rows)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        var tally = new LossTally(OutboxLossReason.Damage);
        foreach (long row in rows)
        {
            // The row's own word for what it is cannot be trusted, but it is the best there is.
            long kind = _connection.Scalar($"SELECT kind FROM messages WHERE seq = {row}");
            _deleteRow.Parameters[0].Value = row;
            Execute(_deleteRow, transaction);
            tally.Add((OutboxKind)Math.Clamp(kind, (long)OutboxKind.Telemetry, (long)OutboxKind.Alert));
        }

        foreach (OutboxLoss loss in tally.Losses)
        {
            _loss.Parameters[0].Value = (long)loss.Kind;
            _loss.Parameters[1].Value = loss.Messages;
            Execute(_loss, transaction);
        }

        transaction.Commit();
        Stored -= rows.Count;
        return tally.Losses;
    }

    /// <summary>Source positions by stream.</summary>
    public Dictionary<string, long> Positions()
    {
        var positions = new Dictionary<string, long>(StringComparer.Ordinal);
        using SqliteCommand command = _connection.Prepared("SELECT stream, position FROM positions");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            positions[reader.GetString(0)] = reader.GetInt64(1);
        return positions;
    }

    /// <summary>Messages given up since the store was made, by kind.</summary>
    public long[] Losses()
    {
        long[] losses = new long[Enum.GetValues<OutboxKind>().Length];
        using SqliteCommand command = _connection.Prepared("SELECT kind, messages FROM losses");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            long kind = reader.GetInt64(0);
            if (kind >= 0 && kind < losses.Length)
                losses[kind] = reader.GetInt64(1);
        }

        return losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])[_insert, _delete, _position, _loss, _page, _deleteRow, _oldest])
            command.Dispose();
        _connection.Dispose();
    }

    /// <summary>Gives up the oldest rows, least important kind first, until the pages in use fit; returns the rest of the file to the disk.</summary>
    private IReadOnlyList<OutboxLoss> KeepBudget(SqliteTransaction transaction, IReadOnlySet<Guid> untouchable)
    {
        var tally = new LossTally(OutboxLossReason.Budget);
        foreach (OutboxKind kind in Enum.GetValues<OutboxKind>())
        {
            // Rows share pages, so what a deletion frees is only known afterwards: measure again until it fits.
            for (long excess = _budget.Excess(UsedBytes); excess > 0; excess = _budget.Excess(UsedBytes))
            {
                if (!GiveUpOldest(kind, excess, untouchable, transaction, tally))
                    break;
            }
        }

        long overPages = _connection.Scalar("PRAGMA page_count") - (_budget.DatabaseBytes / PageBytes);
        if (overPages > 0)
            _connection.Run($"PRAGMA incremental_vacuum({overPages})");
        return tally.Losses;
    }

    private bool GiveUpOldest(OutboxKind kind, long bytes, IReadOnlySet<Guid> untouchable, SqliteTransaction transaction, LossTally tally)
    {
        var rows = new List<long>();
        _oldest.Transaction = transaction;
        _oldest.Parameters[0].Value = (long)kind;
        using (SqliteDataReader reader = _oldest.ExecuteReader())
        {
            while (bytes > 0 && reader.Read())
            {
                if (untouchable.Contains(new Guid((byte[])reader[1], bigEndian: true)))
                    continue;
                rows.Add(reader.GetInt64(0));
                bytes -= Math.Max(1, reader.GetInt64(2));
            }
        }

        foreach (long row in rows)
        {
            _deleteRow.Parameters[0].Value = row;
            Execute(_deleteRow, transaction);
            tally.Add(kind);
        }

        return rows.Count > 0;
    }

    private void Store(SqliteTransaction transaction, string stream, long position)
    {
        _position.Parameters[0].Value = stream;
        _position.Parameters[1].Value = position;
        Execute(_position, transaction);
    }

    /// <summary>Runs it inside the transaction.</summary>
    /// <returns>Rows changed.</returns>
    private static int Execute(SqliteCommand command, SqliteTransaction transaction)
    {
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }
}
