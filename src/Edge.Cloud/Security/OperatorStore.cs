using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>Operators and how they first get in. Names are unique without regard to case.</summary>
internal sealed class OperatorStore(IDatabase database, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);

    /// <summary>Adds an operator without a password, and a one-time secret with which the person chooses one.</summary>
    /// <returns>The secret; null when the name is taken.</returns>
    public Task<string?> AddAsync(string name, OperatorRole role, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var row = new { Id = Guid.CreateVersion7().ToString(), Name = Normal(name), Role = Word(role), CreatedAt = Now };
            int added = await connection.ExecuteAsync(
                "INSERT INTO operators (id, name, role, created_at) VALUES (@Id, @Name, @Role, @CreatedAt) ON CONFLICT (name) DO NOTHING", row, transaction);
            if (added == 0)
                return null;
            await audit.WriteAsync(connection, transaction, actor, "operator.add", row.Name, new { role = row.Role });
            return await AddLinkAsync(connection, transaction, row.Id);
        },
        cancel);

    /// <summary>A new one-time secret for an operator who lost the password; the old password holds until it is used.</summary>
    /// <returns>The secret; null when there is no such operator.</returns>
    public Task<string?> InviteAgainAsync(string name, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            string? id = await connection.ExecuteScalarAsync<string?>("SELECT id FROM operators WHERE name = @Name AND disabled_at IS NULL", new { Name = Normal(name) }, transaction);
            if (id is null)
                return null;
            await audit.WriteAsync(connection, transaction, actor, "operator.invite", Normal(name), new { });
            return await AddLinkAsync(connection, transaction, id);
        },
        cancel);

    /// <summary>Takes a one-time secret and sets the password; all sessions of the operator end.</summary>
    /// <returns>The operator; null when the secret is unknown, used or expired.</returns>
    public Task<OperatorAccount?> WelcomeAsync(string secret, string password, CancellationToken cancel)
    {
        string hash = PasswordHash.Create(password); // Outside of the transaction: it takes a while.
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                string? id = await connection.ExecuteScalarAsync<string?>(
                    "UPDATE operator_links SET used_at = @Now WHERE digest = @Digest AND used_at IS NULL AND expires_at > @Now RETURNING operator",
                    new { Digest = Secret.Digest(secret), Now },
                    transaction);
                if (id is null)
                    return null;
                await connection.ExecuteAsync("UPDATE operators SET password = @Hash WHERE id = @Id AND disabled_at IS NULL", new { Hash = hash, Id = id }, transaction);
                await connection.ExecuteAsync("DELETE FROM operator_sessions WHERE operator = @Id", new { Id = id }, transaction);
                OperatorAccount? account = await FindAsync(connection, transaction, id);
                if (account is { Disabled: false })
                    await audit.WriteAsync(connection, transaction, account.Name, "operator.password", account.Name, new { });
                return account is { Disabled: false } ? account : null;
            },
            cancel);
    }

    /// <summary>The operator with this name and password.</summary>
    /// <returns>Null where there is none, without saying why.</returns>
    public async Task<OperatorAccount?> CheckPasswordAsync(string name, string password, CancellationToken cancel)
    {
        Row? row;
        await using (DbConnection connection = await database.OpenAsync(cancel))
            row = await connection.QuerySingleOrDefaultAsync<Row>("SELECT * FROM operators WHERE name = @Name", new { Name = Normal(name) });
        bool matches = PasswordHash.Matches(row?.Password, password);
        return matches && row is { DisabledAt: null } ? row.ToAccount() : null;
    }

    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<OperatorAccount>> ListAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>("SELECT * FROM operators ORDER BY name")).Select(row => row.ToAccount())];
    }

    /// <summary>Changes role or access. Who is disabled loses sessions and tokens at once.</summary>
    /// <returns>False when there is no such operator, or the last admin would be gone.</returns>
    public Task<bool> ChangeAsync(string name, OperatorRole? role, bool? disabled, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            Row? row = await connection.QuerySingleOrDefaultAsync<Row>("SELECT * FROM operators WHERE name = @Name", new { Name = Normal(name) }, transaction);
            if (row is null)
                return false;
            string newRole = role is { } r ? Word(r) : row.Role;
            long? disabledAt = disabled switch { true => row.DisabledAt ?? Now, false => null, null => row.DisabledAt };
            await connection.ExecuteAsync("UPDATE operators SET role = @Role, disabled_at = @DisabledAt WHERE id = @Id", new { Role = newRole, DisabledAt = disabledAt, row.Id }, transaction);
            if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM operators WHERE role = 'admin' AND disabled_at IS NULL", transaction: transaction) == 0)
            {
                await connection.ExecuteAsync("UPDATE operators SET role = @Role, disabled_at = @DisabledAt WHERE id = @Id", new { row.Role, row.DisabledAt, row.Id }, transaction);
                return false;
            }

            if (disabledAt is not null)
                await connection.ExecuteAsync("DELETE FROM operator_sessions WHERE operator = @Id", new { row.Id }, transaction);
            await audit.WriteAsync(connection, transaction, actor, "operator.change", row.Name, new { role = newRole, disabled = disabledAt is not null });
            return true;
        },
        cancel);

    /// <summary>A role as it is written everywhere.</summary>
    internal static string Word(OperatorRole role) => role.ToString().ToLowerInvariant();

    /// <summary>A name as it is kept.</summary>
    internal static string Normal(string name) => name.Trim().ToLowerInvariant();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<string> AddLinkAsync(DbConnection connection, DbTransaction transaction, string operatorId)
    {
        string secret = Secret.Create("");
        await connection.ExecuteAsync(
            "INSERT INTO operator_links (digest, operator, expires_at) VALUES (@Digest, @Operator, @ExpiresAt)",
            new { Digest = Secret.Digest(secret), Operator = operatorId, ExpiresAt = Now + (long)LinkLife.TotalMilliseconds },
            transaction);
        return secret;
    }

    private static async Task<OperatorAccount?> FindAsync(DbConnection connection, DbTransaction transaction, string id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>("SELECT * FROM operators WHERE id = @Id", new { Id = id }, transaction))?.ToAccount();

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string? Password { get; init; }

        public long CreatedAt { get; init; }

        public long? DisabledAt { get; init; }

        public OperatorAccount ToAccount() => new(Id, Name, Enum.Parse<OperatorRole>(Role, ignoreCase: true), DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), DisabledAt is not null, Password is not null);
    }
}
