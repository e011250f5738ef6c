using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Tuf;

/// <summary>
/// The client workflow of TUF 1.0.34, section 5: the network and the disk around <see cref="TrustedMetadata"/>, which decides.
/// What was verified is stored at once, each file by itself, so that a stop anywhere leaves a device that can go on. Not for use by two callers at once.
/// </summary>
public sealed class TufClient
{
    private readonly ITrustedFiles _stored;
    private readonly ReadOnlyMemory<byte>? _initialRoot;
    private readonly MetadataReader _reader;
    private readonly TufLimits _limits;
    private readonly TimeProvider _time;
    private TrustedMetadata? _trusted;

    /// <summary>Makes a client; nothing is read yet.</summary>
    /// <param name="metadata">The repository's metadata.</param>
    /// <param name="stored">What the device keeps.</param>
    /// <param name="initialRoot">The root that came with the device, for when it keeps none yet; null: it must.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">What is read at most; null: the defaults.</param>
    /// <param name="retrieval">How slow it may be; null: the defaults.</param>
    public TufClient(
        IRepositoryFiles metadata, ITrustedFiles stored, ReadOnlyMemory<byte>? initialRoot, TimeProvider time, TufLimits? limits = null, RetrievalLimits? retrieval = null)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _stored = stored ?? throw new ArgumentNullException(nameof(stored));
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _initialRoot = initialRoot;
        _limits = limits ?? TufLimits.Default;
        _reader = new MetadataReader(metadata, retrieval ?? new RetrievalLimits(), time);
    }

    /// <summary>Whether the last <see cref="RefreshAsync"/> succeeded, so that targets can be found.</summary>
    public bool IsFresh => _trusted is not null;

    /// <summary>Updates the top-level metadata (5.1 to 5.6).</summary>
    /// <exception cref="TufRefusedException">What came is refused, by name. What was stored before is intact.</exception>
    /// <exception cref="ReleaseUnavailableException">The repository can't be reached, or the disk refuses.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        _trusted = null;
        try
        {
            TrustedMetadata trusted = LoadRoot(_time.GetUtcNow());
            await UpdateRootAsync(trusted, cancellation).ConfigureAwait(false);
            await UpdateTimestampAsync(trusted, cancellation).ConfigureAwait(false);
            await UpdateSnapshotAsync(trusted, cancellation).ConfigureAwait(false);
            await UpdateTargetsAsync(trusted, TufRoleName.Targets, trusted.UpdateTargets, cancellation).ConfigureAwait(false);
            _trusted = trusted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReleaseUnavailableException($"trusted metadata can't be stored or read: {e.Message}", e);
        }
    }

    /// <summary>Searches what describes a target, depth first, in the order of delegations (5.6.7); null when nothing does.</summary>
    /// <exception cref="InvalidOperationException">The metadata is not fresh: <see cref="RefreshAsync"/> was not called, or failed.</exception>
    /// <exception cref="TufRefusedException">The metadata of a role that has to be asked is refused.</exception>
    /// <exception cref="ReleaseUnavailableException">It can't be reached, or the disk refuses.</exception>
    public async Task<TufTarget?> FindAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        TrustedMetadata trusted = _trusted ?? throw new InvalidOperationException("refresh the metadata first");
        HashSet<string> visited = new(StringComparer.Ordinal);
        Stack<(TufDelegation Delegation, string Delegator)> open = new();
        string role = TufRoleName.Targets;
        while (true)
        {
            TufTargets targets = trusted.Delegated(role)!;
            visited.Add(role);
            if (targets.Targets.TryGetValue(path, out TufTargetFile? file))
                return new TufTarget(path, file, DownloadPath(path, file, trusted.Root.ConsistentSnapshot));
            PushDelegations(targets, role, path, open);
            // 5.6.7.1: a role once, and not more roles than the limit.
            while (open.TryPeek(out var next) && visited.Contains(next.Delegation.Name))
                open.Pop();
            if (open.Count == 0 || visited.Count > _limits.Roles)
                return null;
            (TufDelegation delegation, string delegator) = open.Pop();
            await UpdateDelegatedAsync(trusted, delegation, delegator, cancellation).ConfigureAwait(false);
            role = delegation.Name;
        }
    }

    // 5.2
    private TrustedMetadata LoadRoot(DateTimeOffset now)
    {
        if (_stored.Read(TufRoleName.Root) is { } stored)
        {
            try
            {
                return new TrustedMetadata(stored, now);
            }
            catch (TufRefusedException) when (_initialRoot is not null)
            {
                // Only a failing disk makes one of these out of what was verified. From the first root the newest is found again, link by link.
            }
        }

        ReadOnlyMemory<byte> initial = _initialRoot
            ?? throw new TufRefusedException(TufFault.NoTrustedRoot, "there is no trusted root: a device is given its first root when it is enrolled, or with its software");
        TrustedMetadata trusted = new(initial, now);
        _stored.Write(TufRoleName.Root, initial.Span);
        return trusted;
    }

    // 5.3
    private async Task UpdateRootAsync(TrustedMetadata trusted, CancellationToken cancellation)
    {
        for (int i = 0; i < _limits.NewRoots; i++)
        {
            byte[]? next = await _reader.ReadAsync($"{trusted.Root.Head.Version + 1}.root.json", _limits.RootBytes, cancellation).ConfigureAwait(false);
            if (next is null)
                break;
            if (trusted.UpdateRoot(next))
            {
                // 5.3.11, before 5.3.8: after a stop between the two, a stored timestamp of an attacker with endless versions must not survive
                // beside a root that no longer shows that its key was taken away.
                _stored.Delete(TufRoleName.Timestamp);
                _stored.Delete(TufRoleName.Snapshot);
            }

            _stored.Write(TufRoleName.Root, next);
        }

        trusted.CompleteRoot();
    }

    // 5.4
    private async Task UpdateTimestampAsync(TrustedMetadata trusted, CancellationToken cancellation)
    {
        Recall(TufRoleName.Timestamp, trusted.RecallTimestamp);
        byte[] next = await FetchAsync("timestamp.json", _limits.TimestampBytes, cancellation).ConfigureAwait(false);
        if (trusted.UpdateTimestamp(next))
            _stored.Write(TufRoleName.Timestamp, next);
    }

    // 5.5
    private async Task UpdateSnapshotAsync(TrustedMetadata trusted, CancellationToken cancellation)
    {
        Recall(TufRoleName.Snapshot, trusted.RecallSnapshot);
        if (trusted.IsSnapshotCurrent)
            return;
        TufMetaFile meta = trusted.Timestamp!.Snapshot;
        byte[] next = await FetchAsync(Versioned(trusted, meta.Version, "snapshot"), Longest(meta, _limits.SnapshotBytes), cancellation).ConfigureAwait(false);
        trusted.UpdateSnapshot(next);
        _stored.Write(TufRoleName.Snapshot, next);
    }

    // 5.6.1 to 5.6.6, the same for delegated roles: the stored file if it is still the one that snapshot names, else a new one.
    private async Task UpdateTargetsAsync(TrustedMetadata trusted, string role, Action<ReadOnlyMemory<byte>> update, CancellationToken cancellation)
    {
        TufMetaFile meta = trusted.MetaOf(role);
        if (Recall(role, update))
            return;
        byte[] next = await FetchAsync(Versioned(trusted, meta.Version, Uri.EscapeDataString(role)), Longest(meta, _limits.TargetsBytes), cancellation).ConfigureAwait(false);
        update(next);
        _stored.Write(role, next);
    }

    private async Task UpdateDelegatedAsync(TrustedMetadata trusted, TufDelegation delegation, string delegator, CancellationToken cancellation)
    {
        try
        {
            // Verified for this delegator, however often the role was verified for another.
            await UpdateTargetsAsync(trusted, delegation.Name, bytes => trusted.UpdateDelegatedTargets(bytes, delegation, delegator), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReleaseUnavailableException($"trusted metadata can't be stored or read: {e.Message}", e);
        }
    }

    // What is stored and trusted no longer, or damaged, is as if it weren't there: it is replaced by what comes.
    private bool Recall(string role, Action<ReadOnlyMemory<byte>> take)
    {
        if (_stored.Read(role) is not { } bytes)
            return false;
        try
        {
            take(bytes);
            return true;
        }
        catch (TufRefusedException e) when (e.Fault != TufFault.WrongOrder)
        {
            return false;
        }
    }

    private async Task<byte[]> FetchAsync(string path, long maximumBytes, CancellationToken cancellation) =>
        await _reader.ReadAsync(path, maximumBytes, cancellation).ConfigureAwait(false)
        ?? throw new ReleaseUnavailableException($"the repository has no '{path}'");

    private static long Longest(TufMetaFile meta, long limit) => meta.Length is { } length ? Math.Min(length, limit) : limit;

    private static string Versioned(TrustedMetadata trusted, long version, string name) =>
        trusted.Root.ConsistentSnapshot ? $"{version}.{name}.json" : $"{name}.json";

    private static void PushDelegations(TufTargets targets, string role, string path, Stack<(TufDelegation, string)> open)
    {
        List<TufDelegation> asked = [];
        foreach (TufDelegation delegation in targets.Delegations.Where(delegation => delegation.Covers(path)))
        {
            asked.Add(delegation);
            if (delegation.Terminating)
            {
                // 5.6.7.2.1: nobody after it is asked, not even by those who delegated to this role.
                open.Clear();
                break;
            }
        }

        for (int i = asked.Count - 1; i >= 0; i--)
            open.Push((asked[i], role));
    }

    private static string DownloadPath(string path, TufTargetFile file, bool consistent)
    {
        string[] parts = path.Split('/');
        if (consistent)
        {
            string? hash = file.Hashes.GetValueOrDefault(TufHashes.Sha256) ?? file.Hashes.FirstOrDefault(pair => TufHashes.IsKnown(pair.Key)).Value;
            if (hash is null)
                throw new TufRefusedException(TufFault.UnsuitableTarget, $"target '{Shown(path)}' has no hash of a function that is known here; allowed: sha256, sha512");
            parts[^1] = $"{hash}.{parts[^1]}";
        }

        return string.Join('/', parts.Select(Uri.EscapeDataString));
    }

    private static string Shown(string path) => path.Length <= 80 ? path : path[..80] + "…";
}
