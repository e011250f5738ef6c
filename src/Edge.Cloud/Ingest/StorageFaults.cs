using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Edge.Cloud.Ingest;

/// <summary>Why a commit failed: what was in it, or the database itself.</summary>
internal static class StorageFaults
{
    /// <summary>Whether some value was refused, so that the same commit would fail for ever.</summary>
    public static bool IsValue(DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_RANGE,
        // PostgreSQL, appendix A: class 22 is data exceptions, 23 integrity constraints, 54 limits of the program.
        PostgresException postgres => postgres.SqlState.AsSpan(0, 2) is "22" or "23" or "54",
        _ => false,
    };
}
