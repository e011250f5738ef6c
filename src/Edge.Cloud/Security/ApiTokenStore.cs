using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>Tokens for programs (<c>Authorization: Bearer edgeapi_…</c>), kept as digests.</summary>
internal sealed class ApiTokenStore(IDatabase database, AuditLog audit, TimeProvider time)
{
    /// <summary>What every token starts with, so that a scanner of leaked secrets knows it.</summary>
    public const string Prefix = "edgeapi_";

    private const long HourMs = 3_600_000;

    /// <summary>Makes a token.</summary>
    /// <returns>Its secret, which is never to be seen again; null when there is no such operator.</returns>
    public Task<string?> AddAsync(string operatorName, string name, OperatorRole role, TimeSpan life, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            string? owner = await connection.ExecuteScalarAsync<string?>(
                "SELECT id FROM operators WHERE name = @Name AND disabled_at IS NULL", new { Name = OperatorStore.Normal(operatorName) }, transaction);
            if (owner is null)
                return null;
            string secret = Secret.Create(Prefix);
            var row = new { Id = Guid.CreateVersion7().ToString(), Digest = Secret.Digest(secret), Operator = owner, Name = name, Role = OperatorStore.Word(role), Now, ExpiresAt = Now + (long)life.TotalMilliseconds };
            await connection.ExecuteAsync(
                "INSERT INTO api_tokens (id, digest, operator, name, role, created_at, expires_at) VALUES (@Id, @Digest, @Operator, @Name, @Role, @Now, @ExpiresAt)", row, transaction);
            await audit.WriteAsync(connection, transaction, actor, "token.add", row.Id, new { @operator = operatorName, name, role = row.Role });
            return secret;
        },
        cancel);

    /// <summary>What the token opens; null when it opens nothing (any more).</summary>
    public async Task<Access?> FindAsync(string secret, CancellationToken cancel)
    {
        string digest = Secret.Digest(secret);
        Row? row;
        await using (DbConnection connection = await database.OpenAsync(cancel))
        {
            row = await connection.QuerySingleOrDefaultAsync<Row>(
                """
                SELECT t.*, o.name AS operator_name, o.role AS operator_role FROM api_tokens t JOIN operators o ON o.id = t.operator
                WHERE t.digest = @Digest AND t.withdrawn_at IS NULL AND t.expires_at > @Now AND o.disabled_at IS NULL
                """,
                new { Digest = digest, Now });
        }

        if (row is null)
            return null;
        if (row.LastUsedAt is null || row.LastUsedAt < Now - HourMs)
            await database.WriteAsync((connection, transaction) => connection.ExecuteAsync("UPDATE api_tokens SET last_used_at = @Now WHERE digest = @Digest", new { Now, Digest = digest }, transaction), cancel);
        OperatorRole own = Enum.Parse<OperatorRole>(row.Role, ignoreCase: true), owners = Enum.Parse<OperatorRole>(row.OperatorRole, ignoreCase: true);
        return new Access(row.OperatorName, own < owners ? own : owners, Csrf: null);
    }

    /// <summary>Those that still open something, newest first.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<Row> rows = await connection.QueryAsync<Row>(
            "SELECT t.*, o.name AS operator_name, o.role AS operator_role FROM api_tokens t JOIN operators o ON o.id = t.operator WHERE t.withdrawn_at IS NULL AND t.expires_at > @Now ORDER BY t.id DESC",
            new { Now });
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>Ends a token at once.</summary>
    /// <returns>False where there is none that still opened something.</returns>
    public Task<bool> WithdrawAsync(string id, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync("UPDATE api_tokens SET withdrawn_at = @Now WHERE id = @Id AND withdrawn_at IS NULL", new { Now, Id = id }, transaction) == 0)
                return false;
            await audit.WriteAsync(connection, transaction, actor, "token.withdraw", id, new { });
            return true;
        },
        cancel);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string OperatorName { get; init; } = "";

        public string OperatorRole { get; init; } = "";

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public long? LastUsedAt { get; init; }

        public ApiToken ToToken() => new(
            Id, OperatorName, Name, Enum.Parse<OperatorRole>(Role, ignoreCase: true), DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt),
            LastUsedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
    }
}
