using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>
/// The tables, as numbered steps. A step only ever adds: an older agent (after a rollback) goes on working on a newer file,
/// so a version above its own is no error.
/// </summary>
internal static class OutboxSchema
{
    // application_id of the file: "EdOb".
    private const int ApplicationId = 0x45644F62;

    private static readonly string[] _steps =
    [
        // AUTOINCREMENT: a number is never used twice, so the order of rows is the order of commits for ever.
        """
        CREATE TABLE messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE,
            stream TEXT NOT NULL,
            kind INTEGER NOT NULL,
            topic TEXT NOT NULL,
            payload BLOB NOT NULL,
            created INTEGER NOT NULL,
            position INTEGER,
            digest BLOB NOT NULL);
        CREATE INDEX messages_by_kind ON messages (kind, seq);
        CREATE TABLE positions (stream TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE losses (kind INTEGER PRIMARY KEY, messages INTEGER NOT NULL);
        """,
    ];

    /// <summary>Version that this agent writes.</summary>
    public static int Version => _steps.Length;

    /// <summary>Brings the file to this agent's version, all steps in one transaction.</summary>
    /// <returns>True where something was changed.</returns>
    /// <exception cref="SqliteException">The file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The file is a database of something else.</exception>
    public static bool Migrate(SqliteConnection connection, DateTimeOffset now)
    {
        long application = connection.Scalar("PRAGMA application_id");
        if (application != 0 && application != ApplicationId)
            throw new InvalidDataException($"{connection.DataSource} is a database of another program (application_id {application:X8}, allowed is {ApplicationId:X8})");

        using SqliteTransaction transaction = connection.BeginTransaction();
        connection.Run("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)");
        long version = connection.Scalar("SELECT coalesce(max(version), 0) FROM schema_migrations");
        if (version >= Version)
            return false;
        connection.Run($"PRAGMA application_id = {ApplicationId}");
        for (int step = (int)version; step < _steps.Length; step++)
        {
            connection.Run(_steps[step]);
            connection.Run($"INSERT INTO schema_migrations (version, applied) VALUES ({step + 1}, '{now:O}')");
        }

        transaction.Commit();
        return true;
    }
}
