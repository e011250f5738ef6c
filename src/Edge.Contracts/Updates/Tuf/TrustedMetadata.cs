namespace Edge.Contracts.Updates.Tuf;

/// <summary>
/// The metadata that one update may trust, and the order of checks by which it came to be (TUF 1.0.34, section 5). It takes bytes and one moment, touches
/// no network, file or clock, and refuses by name (<see cref="TufFault"/>). What is refused changes nothing. The steps:
/// <list type="number">
/// <item>the constructor: fixed start time (5.1) and the trusted root (5.2);</item>
/// <item><see cref="UpdateRoot"/> for each newer root in turn (5.3.3 to 5.3.9), then <see cref="CompleteRoot"/> (5.3.10);</item>
/// <item><see cref="RecallTimestamp"/> with the stored file, <see cref="UpdateTimestamp"/> with the new one (5.4);</item>
/// <item><see cref="RecallSnapshot"/>, then <see cref="UpdateSnapshot"/> unless <see cref="IsSnapshotCurrent"/> (5.5);</item>
/// <item><see cref="UpdateTargets"/> (5.6), and <see cref="UpdateDelegatedTargets"/> as the search asks for (5.6.7).</item>
/// </list>
/// Not for use by several threads at once.
/// </summary>
public sealed class TrustedMetadata
{
    private readonly Dictionary<string, TufTargets> _targets = new(StringComparer.Ordinal);
    private bool _rootIsFinal;
    private bool _snapshotHashMatches;

    /// <summary>Begins an update.</summary>
    /// <param name="root">The trusted root. It came out of band or was verified before; it is still checked against its own keys, so that a damaged one is found.</param>
    /// <param name="now">The fixed start time (5.1).</param>
    /// <exception cref="TufRefusedException">It is of another form, or not signed by its own keys.</exception>
    public TrustedMetadata(ReadOnlyMemory<byte> root, DateTimeOffset now)
    {
        TufSignedFile file = TufSignedFile.Parse(root, "root.json");
        TufRoot parsed = TufRoot.Parse(file);
        TufSignatureCount.Require(file, parsed.Roles[TufRoleName.Root], parsed.Keys, "the trusted root itself (TUF 5.2)");
        Root = parsed;
        Now = now;
    }

    /// <summary>The fixed start time; every expiry is compared with it.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The trusted root.</summary>
    public TufRoot Root { get; private set; }

    /// <summary>The trusted timestamp; null before there is one.</summary>
    public TufTimestamp? Timestamp { get; private set; }

    /// <summary>The trusted snapshot; null before there is one.</summary>
    public TufSnapshot? Snapshot { get; private set; }

    /// <summary>The trusted top-level targets; null before there are any.</summary>
    public TufTargets? Targets => Delegated(TufRoleName.Targets);

    /// <summary>Whether the trusted snapshot is the one that the trusted timestamp names, and hasn't expired.</summary>
    public bool IsSnapshotCurrent =>
        Snapshot is not null && Timestamp is not null && _snapshotHashMatches && Snapshot.Head.Version == Timestamp.Snapshot.Version && !IsExpired(Snapshot.Head);

    /// <summary>The trusted targets of a role; null before they are.</summary>
    public TufTargets? Delegated(string role) => _targets.GetValueOrDefault(role);

    /// <summary>Takes the root of the next version (5.3.3 to 5.3.7). Its expiry doesn't matter yet (5.3.6).</summary>
    /// <returns>Whether a key of timestamp or snapshot was taken away: then their stored files are to be deleted (5.3.11), best before this root is stored.</returns>
    /// <exception cref="TufRefusedException">It is refused; the root before stays.</exception>
    public bool UpdateRoot(ReadOnlyMemory<byte> bytes)
    {
        if (_rootIsFinal)
            throw WrongOrder("a root comes before everything else");
        string where = $"{Root.Head.Version + 1}.root.json";
        TufSignedFile file = TufSignedFile.Parse(bytes, where);
        // 5.3.4: signed by a threshold of the trusted root's keys, and of its own.
        TufSignatureCount.Require(file, Root.Roles[TufRoleName.Root], Root.Keys, $"root version {Root.Head.Version} (TUF 5.3.4)");
        TufRoot next = TufRoot.Parse(file);
        TufSignatureCount.Require(file, next.Roles[TufRoleName.Root], next.Keys, "the new root itself (TUF 5.3.4)");
        // 5.3.5: exactly one version on.
        if (next.Head.Version != Root.Head.Version + 1)
            throw new TufRefusedException(TufFault.RootVersion, $"{where}: its version is {next.Head.Version}; allowed after {Root.Head.Version}: {Root.Head.Version + 1} (TUF 5.3.5)");
        bool rotated = HasLostKey(Root, next, TufRoleName.Timestamp) || HasLostKey(Root, next, TufRoleName.Snapshot);
        Root = next;
        return rotated;
    }

    /// <summary>Ends the update of root: there is no newer one. The last one must not have expired (5.3.10).</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.Expired"/>.</exception>
    public void CompleteRoot()
    {
        RequireUnexpired(Root.Head, "root.json", "5.3.10");
        _rootIsFinal = true;
    }

    /// <summary>Takes the stored timestamp, which a new one is compared with (5.4.3). It may have expired.</summary>
    /// <exception cref="TufRefusedException">The root trusts it no longer, or it is damaged: go on without.</exception>
    public void RecallTimestamp(ReadOnlyMemory<byte> bytes)
    {
        RequireFinalRoot();
        if (Timestamp is not null)
            throw WrongOrder("the stored timestamp comes before the new one");
        Timestamp = ParseTimestamp(bytes, "stored timestamp.json");
    }

    /// <summary>Takes a new timestamp (5.4).</summary>
    /// <returns>Whether it is newer than the trusted one, and is to be stored. If not, the trusted one stays, which is normal (5.4.3.1).</returns>
    /// <exception cref="TufRefusedException">It is refused; the trusted one stays.</exception>
    public bool UpdateTimestamp(ReadOnlyMemory<byte> bytes)
    {
        RequireFinalRoot();
        if (Snapshot is not null)
            throw WrongOrder("timestamp comes before snapshot");
        TufTimestamp next = ParseTimestamp(bytes, "timestamp.json");
        if (Timestamp is { } trusted)
        {
            // 5.4.3.1
            if (next.Head.Version < trusted.Head.Version)
                throw new TufRefusedException(TufFault.Rollback, $"timestamp.json: its version is {next.Head.Version}; {trusted.Head.Version} was seen before (TUF 5.4.3.1)");
            if (next.Head.Version == trusted.Head.Version)
            {
                RequireUnexpired(trusted.Head, "timestamp.json", "5.4.4");
                return false;
            }

            // 5.4.3.2
            if (next.Snapshot.Version < trusted.Snapshot.Version)
                throw new TufRefusedException(TufFault.SnapshotRollback, $"timestamp.json: it names snapshot version {next.Snapshot.Version}; {trusted.Snapshot.Version} was seen before (TUF 5.4.3.2)");
        }

        RequireUnexpired(next.Head, "timestamp.json", "5.4.4");
        Timestamp = next;
        return true;
    }

    /// <summary>Takes the stored snapshot, which a new one is compared with (5.5.5). It may have expired or be older than the timestamp says.</summary>
    /// <exception cref="TufRefusedException">The root trusts it no longer, or it is damaged: go on without.</exception>
    public void RecallSnapshot(ReadOnlyMemory<byte> bytes)
    {
        TufTimestamp timestamp = RequireFinalTimestamp();
        if (Snapshot is not null)
            throw WrongOrder("the stored snapshot comes before the new one");
        Snapshot = ParseSnapshot(bytes, "stored snapshot.json");
        // A stored one of the right version with another hash is not the one that is named: it protects against a rollback, and is fetched again.
        _snapshotHashMatches = timestamp.Snapshot.Hashes is not { } hashes || TufHashes.Match(hashes, bytes.Span);
    }

    /// <summary>Takes a new snapshot (5.5).</summary>
    /// <exception cref="TufRefusedException">It is refused; the trusted one stays.</exception>
    public void UpdateSnapshot(ReadOnlyMemory<byte> bytes)
    {
        TufTimestamp timestamp = RequireFinalTimestamp();
        if (_targets.Count > 0)
            throw WrongOrder("snapshot comes before targets");
        RequireMatch(bytes.Span, timestamp.Snapshot, "snapshot.json", "timestamp", "5.5.2");
        TufSnapshot next = ParseSnapshot(bytes, "snapshot.json");
        if (next.Head.Version != timestamp.Snapshot.Version)
            throw new TufRefusedException(TufFault.WrongVersion, $"snapshot.json: its version is {next.Head.Version}; timestamp names {timestamp.Snapshot.Version} (TUF 5.5.4)");
        if (Snapshot is { } trusted)
            RequireNoRollback(trusted, next);
        RequireUnexpired(next.Head, "snapshot.json", "5.5.6");
        Snapshot = next;
        _snapshotHashMatches = true;
    }

    /// <summary>Takes the top-level targets, stored or new (5.6.2 to 5.6.5).</summary>
    /// <exception cref="TufRefusedException">They are refused.</exception>
    public void UpdateTargets(ReadOnlyMemory<byte> bytes) =>
        Take(bytes, TufRoleName.Targets, Root.Roles[TufRoleName.Targets], Root.Keys, "root");

    /// <summary>
    /// Takes the targets of a delegated role, stored or new, as the given delegator sees it: a role that was verified for another delegator is verified again (5.6.7).
    /// </summary>
    /// <param name="bytes">The file.</param>
    /// <param name="delegation">The delegation, one of <paramref name="delegator"/>'s.</param>
    /// <param name="delegator">The role that delegates; its own targets are trusted already.</param>
    /// <exception cref="TufRefusedException">They are refused.</exception>
    public void UpdateDelegatedTargets(ReadOnlyMemory<byte> bytes, TufDelegation delegation, string delegator)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        TufTargets from = Delegated(delegator) ?? throw WrongOrder($"'{delegator}' is not trusted yet");
        if (!from.Delegations.Contains(delegation))
            throw WrongOrder($"'{delegator}' has no such delegation");
        Take(bytes, delegation.Name, delegation.Role, from.DelegationKeys, delegator);
    }

    /// <summary>What snapshot says of a role's targets file.</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.NotInSnapshot"/>: it is not listed, so it is not even to be downloaded.</exception>
    public TufMetaFile MetaOf(string role)
    {
        if (!IsSnapshotCurrent)
            throw WrongOrder("targets come after a snapshot that is current");
        return Snapshot!.Meta.GetValueOrDefault(role + ".json")
            ?? throw new TufRefusedException(TufFault.NotInSnapshot, $"snapshot.json lists no '{TufJson.Shown(role)}.json' (TUF 5.6.1)");
    }

    private void Take(ReadOnlyMemory<byte> bytes, string role, TufRole keys, IReadOnlyDictionary<string, TufKey> from, string delegator)
    {
        string name = $"{TufJson.Shown(role)}.json";
        TufMetaFile meta = MetaOf(role);
        RequireMatch(bytes.Span, meta, name, "snapshot", "5.6.2");
        TufSignedFile file = TufSignedFile.Parse(bytes, name);
        TufSignatureCount.Require(file, keys, from, $"'{TufJson.Shown(delegator)}' (TUF 5.6.3)");
        TufTargets next = TufTargets.Parse(file);
        if (next.Head.Version != meta.Version)
            throw new TufRefusedException(TufFault.WrongVersion, $"{name}: its version is {next.Head.Version}; snapshot names {meta.Version} (TUF 5.6.4)");
        RequireUnexpired(next.Head, name, "5.6.5");
        _targets[role] = next;
    }

    private TufTimestamp ParseTimestamp(ReadOnlyMemory<byte> bytes, string where)
    {
        TufSignedFile file = TufSignedFile.Parse(bytes, where);
        TufSignatureCount.Require(file, Root.Roles[TufRoleName.Timestamp], Root.Keys, "root (TUF 5.4.2)");
        return TufTimestamp.Parse(file);
    }

    private TufSnapshot ParseSnapshot(ReadOnlyMemory<byte> bytes, string where)
    {
        TufSignedFile file = TufSignedFile.Parse(bytes, where);
        TufSignatureCount.Require(file, Root.Roles[TufRoleName.Snapshot], Root.Keys, "root (TUF 5.5.3)");
        return TufSnapshot.Parse(file);
    }

    // 5.5.5: no targets file goes back, and none disappears.
    private static void RequireNoRollback(TufSnapshot trusted, TufSnapshot next)
    {
        foreach ((string name, TufMetaFile before) in trusted.Meta)
        {
            if (!next.Meta.TryGetValue(name, out TufMetaFile? after))
                throw new TufRefusedException(TufFault.TargetsRemoved, $"snapshot.json: '{TufJson.Shown(name)}' was listed before and is no more (TUF 5.5.5)");
            if (after.Version < before.Version)
                throw new TufRefusedException(TufFault.Rollback, $"snapshot.json: '{TufJson.Shown(name)}' has version {after.Version}; {before.Version} was seen before (TUF 5.5.5)");
        }
    }

    private static void RequireMatch(ReadOnlySpan<byte> bytes, TufMetaFile meta, string name, string says, string step)
    {
        if (meta.Length is { } length && bytes.Length != length)
            throw new TufRefusedException(TufFault.WrongLength, $"{name}: it has {bytes.Length} bytes; {says} names {length} (TUF {step})");
        if (meta.Hashes is { } hashes && !TufHashes.Match(hashes, bytes))
            throw new TufRefusedException(TufFault.WrongHash, $"{name}: its hash isn't the one that {says} names (TUF {step})");
    }

    private void RequireUnexpired(TufHead head, string name, string step)
    {
        if (IsExpired(head))
            throw new TufRefusedException(TufFault.Expired, $"{name}: version {head.Version} expired at {TufJson.Time(head.Expires)}; the update began at {TufJson.Time(Now)} (TUF {step})");
    }

    // "MUST be higher than the fixed update start time": at the very moment it has expired.
    private bool IsExpired(TufHead head) => head.Expires <= Now;

    private void RequireFinalRoot()
    {
        if (!_rootIsFinal)
            throw WrongOrder("the update of root isn't complete");
    }

    private TufTimestamp RequireFinalTimestamp()
    {
        RequireFinalRoot();
        TufTimestamp timestamp = Timestamp ?? throw WrongOrder("snapshot comes after timestamp");
        RequireUnexpired(timestamp.Head, "timestamp.json", "5.4.4");
        return timestamp;
    }

    // A key that was only added is no rotation: nothing that it didn't sign has to be forgotten.
    private static bool HasLostKey(TufRoot before, TufRoot after, string role) => before.Roles[role].KeyIds.Except(after.Roles[role].KeyIds, StringComparer.Ordinal).Any();

    private static TufRefusedException WrongOrder(string what) => new(TufFault.WrongOrder, $"metadata in the wrong order: {what}");
}
