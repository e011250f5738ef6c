using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>Signed-in browsers. A session ends after twelve hours, or after one without a request.</summary>
internal sealed class SessionStore(IDatabase database, AuditLog audit, TimeProvider time)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "edge_session";

    private static readonly long Life = (long)TimeSpan.FromHours(12).TotalMilliseconds;
    private static readonly long Idle = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    // A write for every request would be one too many.
    private static readonly long Touch = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    /// <summary>Opens a session.</summary>
    /// <returns>The cookie's value, and what unsafe requests must carry.</returns>
    public Task<(string Secret, string Csrf)> OpenAsync(OperatorAccount account, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            (string Secret, string Csrf) made = (Secret.Create(""), Secret.Create(""));
            await connection.ExecuteAsync("DELETE FROM operator_sessions WHERE expires_at < @Now OR last_used_at < @Now - @Idle", new { Now, Idle }, transaction);
            await connection.ExecuteAsync(
                "INSERT INTO operator_sessions (digest, operator, csrf, created_at, last_used_at, expires_at) VALUES (@Digest, @Operator, @Csrf, @Now, @Now, @ExpiresAt)",
                new { Digest = Secret.Digest(made.Secret), Operator = account.Id, made.Csrf, Now, ExpiresAt = Now + Life },
                transaction);
            await audit.WriteAsync(connection, transaction, account.Name, "operator.signIn", account.Name, new { });
            return made;
        },
        cancel);

    /// <summary>What the cookie opens; null when it opens nothing any more.</summary>
    public async Task<Access?> FindAsync(string secret, CancellationToken cancel)
    {
        string digest = Secret.Digest(secret);
        Row? row;
        await using (DbConnection connection = await database.OpenAsync(cancel))
        {
            row = await connection.QuerySingleOrDefaultAsync<Row>(
                """
                SELECT o.name, o.role, s.csrf, s.last_used_at FROM operator_sessions s JOIN operators o ON o.id = s.operator
                WHERE s.digest = @Digest AND s.expires_at > @Now AND s.last_used_at > @Now - @Idle AND o.disabled_at IS NULL
                """,
                new { Digest = digest, Now, Idle });
        }

        if (row is null)
            return null;
        if (row.LastUsedAt < Now - Touch)
            await database.WriteAsync((connection, transaction) => connection.ExecuteAsync("UPDATE operator_sessions SET last_used_at = @Now WHERE digest = @Digest", new { Now, Digest = digest }, transaction), cancel);
        return new Access(row.Name, Enum.Parse<OperatorRole>(row.Role, ignoreCase: true), row.Csrf);
    }

    /// <summary>Ends a session.</summary>
    public Task CloseAsync(string secret, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync("DELETE FROM operator_sessions WHERE digest = @Digest", new { Digest = Secret.Digest(secret) }, transaction), cancel);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string Csrf { get; init; } = "";

        public long LastUsedAt { get; init; }
    }
}
