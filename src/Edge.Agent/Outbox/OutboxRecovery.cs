using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>
/// Makes a new database of what can be read of a damaged one. In this order, so that a power cut at any point loses nothing more:
/// 1. the readable rows go into <c>outbox.db.salvage</c>, which is checkpointed and closed;
/// 2. the damaged file moves to <c>outbox.db.corrupt-{utc}</c>, its log with it;
/// 3. the salvage file takes its place, and the folder is synced.
/// A salvage file found beside a database is from an interrupted step 1 and is dropped; found without one, from step 3, and is taken.
/// </summary>
internal static class OutboxRecovery
{
    private const int KeptDamagedFiles = 2;

    /// <summary>Finishes or drops a repair that was cut short.</summary>
    public static void FinishInterrupted(string path)
    {
        string salvage = path + ".salvage";
        if (!File.Exists(salvage))
            return;
        if (File.Exists(path))
        {
            DeleteWithLog(salvage);
        }
        else
        {
            File.Move(salvage, path);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Sets the damaged file aside and puts the salvaged one in its place.</summary>
    /// <exception cref="IOException">The folder takes no changes; the damaged file is still where it was.</exception>
    /// <exception cref="SqliteException">The new file cannot be written; the damaged file is still where it was.</exception>
    public static OutboxRepair Repair(string path, OutboxSettingsView settings, DateTimeOffset now)
    {
        string salvage = path + ".salvage";
        DeleteWithLog(salvage);
        var losses = new LossTally(OutboxLossReason.Damage);
        long salvaged;
        using (OutboxStore store = OutboxStore.Open(salvage, settings, now))
        {
            salvaged = Salvage(path, store, losses);
            store.Checkpoint();
        }

        string aside = $"{path}.corrupt-{now.UtcDateTime:yyyyMMddTHHmmssfffZ}";
        string folder = Path.GetDirectoryName(path)!;
        MoveIfThere(path + "-wal", aside + "-wal");
        File.Delete(path + "-shm");
        MoveIfThere(path, aside);
        File.Move(salvage, path);
        DirectorySync.Flush(folder);
        DropOldest(folder, Path.GetFileName(path));
        return new OutboxRepair(aside, salvaged, losses.Losses);
    }

    /// <summary>Carries over what can be read, rows keeping their numbers and so their order, a batch at a time: the file may be bigger than memory.</summary>
    private static long Salvage(string path, OutboxStore store, LossTally losses)
    {
        var import = new RowImport(store);
        var expected = new Dictionary<long, OutboxKind>();
        var positions = new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        var counted = new List<OutboxLoss>();
        try
        {
            using SqliteConnection damaged = SqliteCalls.Connect(path);
            Attempt(damaged, "SELECT kind, seq FROM messages INDEXED BY messages_by_kind", reader => Expect(reader, expected));
            Attempt(damaged, $"SELECT {OutboxRow.Columns} FROM messages NOT INDEXED ORDER BY seq", import.Add, import);
            // The first pass stops at the first page that cannot be read; what lies behind it is reached from the other end, and row by row.
            if (expected.Keys.Any(row => !import.Has(row)))
                Attempt(damaged, $"SELECT {OutboxRow.Columns} FROM messages NOT INDEXED ORDER BY seq DESC", import.Add, import);
            foreach (long missing in expected.Keys.Where(row => !import.Has(row)).ToArray())
                Attempt(damaged, $"SELECT {OutboxRow.Columns} FROM messages NOT INDEXED WHERE seq = {missing}", import.Add, import);
            Attempt(damaged, "SELECT stream, position FROM positions", reader => positions[reader.GetString(0)] = new SourcePlace(0, reader.GetInt64(1)));
            Attempt(damaged, "SELECT kind, messages FROM losses", reader => counted.Add(new((OutboxKind)reader.GetInt64(0), reader.GetInt64(1), OutboxLossReason.Damage)));
        }
        catch (SqliteException) when (!import.IsFailing)
        {
            // Not a database any more: nothing can be read of it.
        }

        import.Flush();
        foreach ((long row, OutboxKind kind) in expected)
        {
            if (!import.Has(row))
                losses.Add(kind);
        }

        counted.RemoveAll(static loss => loss.Kind is < OutboxKind.Telemetry or > OutboxKind.Alert || loss.Messages < 1);
        store.Commit(new OutboxChange([], [], [.. counted, .. losses.Losses], positions, new HashSet<Guid>()));
        return store.Stored;
    }

    private static void Expect(SqliteDataReader reader, Dictionary<long, OutboxKind> expected)
    {
        if (reader.GetInt64(0) is >= (long)OutboxKind.Telemetry and <= (long)OutboxKind.Alert and long kind)
            expected[reader.GetInt64(1)] = (OutboxKind)kind;
    }

    /// <summary>Reads until the end or the damage, whichever comes first.</summary>
    private static void Attempt(SqliteConnection damaged, string sql, Action<SqliteDataReader> each, RowImport? import = null)
    {
        try
        {
            using SqliteCommand command = damaged.Prepared(sql);
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
                each(reader);
        }
        catch (Exception error) when (import is not { IsFailing: true } && (error is SqliteException or InvalidOperationException || SqliteFaults.IsDamage(error)))
        {
            // That is what is being looked for; the caller compares what came with what was expected.
        }
    }

    private static void MoveIfThere(string from, string to)
    {
        if (File.Exists(from))
            File.Move(from, to);
    }

    private static void DeleteWithLog(string path)
    {
        foreach (string suffix in (string[])["", "-wal", "-shm"])
            File.Delete(path + suffix);
    }

    private static void DropOldest(string folder, string name)
    {
        string[] damaged = [.. Directory.GetFiles(folder, name + ".corrupt-*").Where(static file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        foreach (string file in damaged.SkipLast(KeptDamagedFiles))
            DeleteWithLog(file);
    }
}
