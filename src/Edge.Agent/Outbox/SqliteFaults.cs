using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>What an error says about the file (SQLite result codes, sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    private const int SqliteError = 1, SqliteBusy = 5, SqliteReadOnly = 8, SqliteCorrupt = 11, SqliteFull = 13, SqliteMismatch = 20, SqliteNotADatabase = 26;

    /// <summary>Whether an error says that the file's content is wrong, rather than that the disk takes no writes.</summary>
    public static bool IsDamage(Exception error) =>
        error is InvalidDataException or InvalidCastException or FormatException
        || (error is SqliteException { SqliteErrorCode: SqliteError or SqliteCorrupt or SqliteMismatch or SqliteNotADatabase });

    /// <summary>Whether SQLite itself met a page that cannot be right.</summary>
    public static bool IsCorruption(Exception error) => error is SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase };

    /// <summary>Whether the disk (or another program's lock) refused a write and nothing else is wrong: the connection is as good as before.</summary>
    public static bool IsRefusal(Exception error) => error is SqliteException { SqliteErrorCode: SqliteBusy or SqliteReadOnly or SqliteFull };
}
