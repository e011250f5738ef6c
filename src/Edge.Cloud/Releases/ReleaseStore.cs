using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Cloud.Releases;

/// <summary>Metadata in the database: read by name, changed in one transaction that makes all others wait.</summary>
internal sealed class ReleaseStore(IDatabase database, TimeProvider time)
{
    /// <summary>The one file that changes in place.</summary>
    public const string TimestampName = "timestamp.json";

    /// <summary>How many versions before the one in force stay, for devices that are in the middle of an update.</summary>
    private const int KeptVersions = 10;

    /// <summary>Files at hand: a rollout to ten thousand devices asks for the same few.</summary>
    private const int FilesAtHand = 16;

    private readonly ConcurrentDictionary<string, byte[]> _atHand = new(StringComparer.Ordinal);

    /// <summary>A file as it is served; null when there is none of that name.</summary>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancel)
    {
        if (_atHand.TryGetValue(name, out byte[]? known))
            return known;
        await using DbConnection connection = await database.OpenAsync(cancel);
        byte[]? content = await connection.QuerySingleOrDefaultAsync<byte[]>("SELECT content FROM release_metadata WHERE name = @name", new { name });
        // What has its version in its name never changes.
        if (content is not null && name != TimestampName)
        {
            if (_atHand.Count >= FilesAtHand)
                _atHand.Clear();
            _atHand[name] = content;
        }

        return content;
    }

    /// <summary>What is in force; null before the first upload.</summary>
    public async Task<RepositoryContents?> CurrentAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await CurrentAsync(connection, null);
    }

    /// <summary>All that a device needs which knows version 1 of root only.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Content)>> RootsAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, byte[])>("SELECT name, content FROM release_metadata WHERE role = 'root' ORDER BY version")];
    }

    /// <summary>Changes what is in force, alone among all instances.</summary>
    /// <param name="work">Gets what is in force (null: nothing yet), gives what is to be; the same: nothing is written.</param>
    /// <param name="roots">Roots that are new with it.</param>
    /// <param name="also">Done in the same transaction, before the change is written.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What is in force afterwards.</returns>
    public Task<RepositoryContents?> ChangeAsync(
        Func<RepositoryContents?, RepositoryContents?> work,
        IReadOnlyList<byte[]> roots,
        Func<DbConnection, DbTransaction, RepositoryContents, Task> also,
        CancellationToken cancel) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                // The row's lock makes every other instance wait here until this one is through.
                await connection.ExecuteAsync("UPDATE release_state SET turn = turn + 1 WHERE id = 1", transaction: transaction);
                RepositoryContents? current = await CurrentAsync(connection, transaction);
                RepositoryContents? next = work(current);
                if (next is null || ReferenceEquals(next, current))
                    return current;
                await also(connection, transaction, next);
                foreach (byte[] root in roots)
                    await PutAsync(connection, transaction, TufRoleName.Root, TufRoot.Parse(TufSignedFile.Parse(root, "root.json")).Head.Version, root);
                await WriteAsync(connection, transaction, next);
                return next;
            },
            cancel);

    /// <summary>The hashes among <paramref name="sha256"/> whose files have come.</summary>
    public async Task<IReadOnlySet<string>> FilesAmongAsync(IReadOnlyList<string> sha256, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return (await connection.QueryAsync<string>($"SELECT sha256 FROM release_files WHERE sha256 {database.In("@Wanted")}", new { Wanted = sha256.ToArray() })).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Notes a file whose bytes are kept.</summary>
    public Task AddFileAsync(string sha256, long sizeBytes, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "INSERT INTO release_files (sha256, size_bytes, stored_at) VALUES (@sha256, @sizeBytes, @at) ON CONFLICT (sha256) DO NOTHING",
            new { sha256, sizeBytes, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction),
        cancel);

    /// <summary>Size of a file that some signed target named, by its path and hash; null when none ever did.</summary>
    public async Task<long?> SizeOfTargetAsync(string path, string sha256, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            "SELECT f.size_bytes FROM release_targets t JOIN release_files f ON f.sha256 = t.sha256 WHERE t.path = @path AND t.sha256 = @sha256",
            new { path, sha256 });
    }

    private static async Task<RepositoryContents?> CurrentAsync(DbConnection connection, DbTransaction? transaction)
    {
        Dictionary<string, byte[]> files = (await connection.QueryAsync<(string Role, byte[] Content)>(
            """
            SELECT m.role, m.content FROM release_metadata m CROSS JOIN release_state s
            WHERE (m.role = 'root' AND m.version = s.root) OR (m.role = 'targets' AND m.version = s.targets)
               OR (m.role = 'snapshot' AND m.version = s.snapshot) OR m.role = 'timestamp'
            """,
            transaction: transaction)).ToDictionary(row => row.Role, row => row.Content);
        return files.TryGetValue(TufRoleName.Root, out byte[]? root)
            ? new RepositoryContents(
                root, files.GetValueOrDefault(TufRoleName.Targets), files.GetValueOrDefault(TufRoleName.Snapshot), files.GetValueOrDefault(TufRoleName.Timestamp))
            : null;
    }

    private async Task WriteAsync(DbConnection connection, DbTransaction transaction, RepositoryContents next)
    {
        RepositoryState state = next.ReadState();
        await PutAsync(connection, transaction, TufRoleName.Targets, state.Targets, next.Targets!);
        await PutAsync(connection, transaction, TufRoleName.Snapshot, state.Snapshot, next.Snapshot!);
        await PutAsync(connection, transaction, TufRoleName.Timestamp, state.Timestamp, next.Timestamp!);
        await connection.ExecuteAsync(
            "UPDATE release_state SET root = @Root, targets = @Targets, snapshot = @Snapshot WHERE id = 1", state, transaction);
        await connection.ExecuteAsync(
            "DELETE FROM release_metadata WHERE (role = 'targets' AND version < @targets) OR (role = 'snapshot' AND version < @snapshot)",
            new { targets = state.Targets - KeptVersions, snapshot = state.Snapshot - KeptVersions },
            transaction);
    }

    private Task<int> PutAsync(DbConnection connection, DbTransaction transaction, string role, long version, byte[] content) => connection.ExecuteAsync(
        """
        INSERT INTO release_metadata (name, role, version, content, signed_at) VALUES (@name, @role, @version, @content, @at)
        ON CONFLICT (name) DO UPDATE SET version = excluded.version, content = excluded.content, signed_at = excluded.signed_at
        """,
        new
        {
            name = role == TufRoleName.Timestamp ? TimestampName : $"{version}.{role}.json",
            role,
            version,
            content,
            at = time.GetUtcNow().ToUnixTimeMilliseconds(),
        },
        transaction);
}
