using System.Data.Common;

namespace Edge.Cloud.Storage;

/// <summary>
/// The cloud's database. One SQL serves both dialects where tables keep to these types: <c>TEXT</c>; <c>BIGINT</c> for every
/// integer, for truth (0 or 1) and for times (milliseconds since 1970, UTC); <c>DOUBLE PRECISION</c>; bytes, which a step of the schema calls <c>{bytes}</c>.
/// Parameters are <c>@name</c>; <c>ON CONFLICT … DO UPDATE</c> and <c>RETURNING</c> work in both; lists differ (<see cref="SqlDialects.OneOf"/>). Safe for any number of threads.
/// </summary>
public interface IDatabase
{
    /// <summary>Which database it is.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Raised after each commit of this process; on whatever thread, so return at once.</summary>
    event Action? Committed;

    /// <summary>An open connection from the pool; disposing it gives it back. For reading; to write, see <see cref="WriteAsync{T}"/>.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>
    /// One transaction, committed when <paramref name="work"/> returns and rolled back when it throws. In SQLite the writers of this
    /// process stand in a queue, so that none of them polls for the lock; in PostgreSQL a transaction that lost to another one
    /// (serialization failure, deadlock) runs again, so <paramref name="work"/> must have no effect outside of the database.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancel);
}
