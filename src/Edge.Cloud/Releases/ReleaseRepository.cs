using System.Data.Common;
using Dapper;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Cloud.Releases;

/// <summary>The releases that this cloud serves. What comes in is checked as a device will check it before anything is served.</summary>
internal sealed class ReleaseRepository(ReleaseStore store, ReleaseKeys keys, TimeProvider time) : IReleaseCatalogue
{
    private Tuple<long, IReadOnlyList<ReleaseTarget>>? _known;

    /// <summary>Public keys of snapshot and timestamp.</summary>
    public OnlineKeys OnlineKeys => keys.Public;

    /// <summary>Takes what a releaser signed.</summary>
    /// <param name="upload">Roots and targets.</param>
    /// <param name="note">Notes who did it, in the same transaction.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What is served now.</returns>
    /// <exception cref="TufRefusedException">A device would refuse it; nothing changes.</exception>
    /// <exception cref="MissingFilesException">Targets name files that have not come.</exception>
    public async Task<RepositoryState> AcceptAsync(MetadataUpload upload, Func<DbConnection, DbTransaction, RepositoryState, Task> note, CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        RepositoryContents? served = await store.ChangeAsync(
            current => keys.Use(online => RepositoryUpdate.Apply(current, upload, online, now)),
            upload.Roots,
            async (connection, transaction, next) =>
            {
                await AddTargetsAsync(connection, transaction, next.ReadTargets()!);
                await note(connection, transaction, next.ReadState());
            },
            cancel);
        return served!.ReadState();
    }

    /// <summary>Signs timestamp, and snapshot where need be, anew when it is time.</summary>
    /// <returns>Whether something was signed.</returns>
    /// <exception cref="TufRefusedException">A device would refuse what is served, because root or targets have expired or name other keys.</exception>
    public async Task<bool> RenewAsync(CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        // Most of the time nothing is due, and nobody has to wait for anybody.
        if (await store.CurrentAsync(cancel) is not { } current || !keys.Use(online => RepositoryUpdate.IsRenewalDue(current, online, now)))
            return false;
        bool signed = false;
        await store.ChangeAsync(
            latest =>
            {
                signed = latest is not null && keys.Use(online => RepositoryUpdate.IsRenewalDue(latest, online, now));
                return signed ? keys.Use(online => RepositoryUpdate.Renew(latest!, online, now)) : latest;
            },
            [],
            (_, _, _) => Task.CompletedTask,
            cancel);
        return signed;
    }

    /// <summary>Metadata for a stick, good for some days.</summary>
    /// <exception cref="TufRefusedException">A device would refuse what is served, or nothing is.</exception>
    public async Task<CarriedMetadata> CarryAsync(TimeSpan journey, Func<DbConnection, DbTransaction, RepositoryState, Task> note, CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        RepositoryContents? carried = null;
        await store.ChangeAsync(
            current =>
            {
                if (current is null)
                    throw new TufRefusedException(TufFault.UnknownTarget, "nothing was published yet, so there is nothing to carry");
                carried = keys.Use(online => RepositoryUpdate.Carry(current, online, now, now + journey));
                // A device that took the carried timestamp waits for a higher version: the one that is served.
                return keys.Use(online => RepositoryUpdate.Renew(carried, online, now));
            },
            [],
            (connection, transaction, _) => note(connection, transaction, carried!.ReadState()),
            cancel);
        RepositoryState state = carried!.ReadState();
        Dictionary<string, byte[]> files = (await store.RootsAsync(cancel)).ToDictionary(root => root.Name, root => root.Content);
        files[$"{state.Targets}.targets.json"] = carried.Targets!;
        files[$"{state.Snapshot}.snapshot.json"] = carried.Snapshot!;
        files["timestamp.json"] = carried.Timestamp!;
        return new CarriedMetadata(files);
    }

    /// <inheritdoc/>
    public async Task<ReleaseList> ListAsync(CancellationToken cancel)
    {
        RepositoryContents? current = await store.CurrentAsync(cancel);
        return current is null
            ? new ReleaseList(new RepositoryState(), [])
            : new ReleaseList(current.ReadState(), ReleaseTargets.Releases(Known(current)));
    }

    /// <inheritdoc/>
    public async Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancel)
    {
        RepositoryContents? current = await store.CurrentAsync(cancel);
        return current is null ? null : Known(current).FirstOrDefault(target => target.Path == path && target.Description is not null);
    }

    private IReadOnlyList<ReleaseTarget> Known(RepositoryContents current)
    {
        TufTargets? targets = current.ReadTargets();
        if (targets is null)
            return [];
        if (_known is not { } known || known.Item1 != targets.Head.Version)
            _known = known = Tuple.Create(targets.Head.Version, ReleaseTargets.All(targets));
        return known.Item2;
    }

    private static async Task AddTargetsAsync(DbConnection connection, DbTransaction transaction, TufTargets targets)
    {
        List<string> missing = [];
        foreach (ReleaseTarget target in ReleaseTargets.All(targets))
        {
            long? size = await connection.QuerySingleOrDefaultAsync<long?>(
                "SELECT size_bytes FROM release_files WHERE sha256 = @Sha256", new { target.Sha256 }, transaction);
            if (size is null)
            {
                missing.Add(target.Sha256);
                continue;
            }

            if (size != target.SizeBytes)
                throw new TufRefusedException(TufFault.WrongLength, $"target '{target.Path}': its metadata says {target.SizeBytes} bytes; the file with its hash has {size}");
            await connection.ExecuteAsync(
                "INSERT INTO release_targets (path, sha256, first_version) VALUES (@Path, @Sha256, @Version) ON CONFLICT (path, sha256) DO NOTHING",
                new { target.Path, target.Sha256, targets.Head.Version },
                transaction);
        }

        if (missing.Count > 0)
            throw new MissingFilesException(missing);
    }
}
