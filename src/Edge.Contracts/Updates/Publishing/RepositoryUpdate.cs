using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>
/// What a repository does with what releasers signed: it checks all of it as a device will, with the same code, before anything is served, and
/// signs snapshot and timestamp over it. Pure: files, keys and one moment in, files out; what is refused changes nothing.
/// </summary>
public static class RepositoryUpdate
{
    /// <summary>Takes new roots, new targets, or both.</summary>
    /// <param name="current">What is served now; null: nothing yet, and the first root is taken as it is.</param>
    /// <param name="upload">What was signed.</param>
    /// <param name="online">Keys of snapshot and timestamp.</param>
    /// <param name="now">The moment that expiries are compared with.</param>
    /// <returns>What is to be served; <paramref name="current"/> itself when the upload holds nothing new.</returns>
    /// <exception cref="TufRefusedException">A device would refuse it, or the root does not name these online keys.</exception>
    public static RepositoryContents Apply(RepositoryContents? current, MetadataUpload upload, OnlineSigner online, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(online);
        (TrustedMetadata trusted, byte[] root) = TakeRoots(current, upload.Roots, online, now);
        byte[]? targets = upload.Targets ?? current?.Targets;
        if (targets is null)
            throw new TufRefusedException(TufFault.Malformed, "upload: no targets; the first upload has roots from version 1 on, and targets");
        TufTargets next = ReadTargets(targets, current);
        if (upload.Roots.Count == 0 && current?.Targets is { } before && before.AsSpan().SequenceEqual(targets))
            return current;

        TufSnapshot snapshot = NextSnapshot(current, next.Head.Version, targets, online, now);
        byte[] snapshotFile = TufDocument.Sign(snapshot.ToSigned(), online.Snapshot);
        byte[] timestampFile = NextTimestamp(current, snapshot.Head.Version, snapshotFile, online, now);
        var contents = new RepositoryContents(root, targets, snapshotFile, timestampFile);
        Check(trusted, current, contents);
        return contents;
    }

    /// <summary>Signs timestamp anew, and snapshot where half of its life is over, so that neither expires.</summary>
    /// <exception cref="TufRefusedException">A device would refuse what is served, for instance because root or targets have expired; signing alone doesn't help.</exception>
    public static RepositoryContents Renew(RepositoryContents current, OnlineSigner online, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(online);
        if (current.Targets is null || current.ReadSnapshot() is not { } before)
            return current;
        byte[] snapshotFile = current.Snapshot!;
        long version = before.Head.Version;
        if (IsDue(before.Head, online.SnapshotLifetime, now))
        {
            TufSnapshot snapshot = NextSnapshot(current, before.Meta["targets.json"].Version, current.Targets, online, now);
            version = snapshot.Head.Version;
            snapshotFile = TufDocument.Sign(snapshot.ToSigned(), online.Snapshot);
        }

        RepositoryContents contents = current with { Snapshot = snapshotFile, Timestamp = NextTimestamp(current, version, snapshotFile, online, now) };
        var trusted = new TrustedMetadata(current.Root, now);
        trusted.CompleteRoot();
        Check(trusted, current, contents);
        return contents;
    }

    /// <summary>Signs the same releases for a journey: good until <paramref name="until"/>, so that a device far from any network can be updated from a stick.
    /// A device that took it waits for a higher version, so what is served on must be renewed from the result.</summary>
    /// <exception cref="TufRefusedException">A device would refuse it even now, or there is nothing to carry.</exception>
    public static RepositoryContents Carry(RepositoryContents current, OnlineSigner online, DateTimeOffset now, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(online);
        if (current.Targets is null)
            throw new TufRefusedException(TufFault.UnknownTarget, "nothing was published yet, so there is nothing to carry");
        // A snapshot that ends within the journey is signed anew: half of twice the journey's length.
        TimeSpan journey = until - now;
        return Renew(current, online with { SnapshotLifetime = journey * 2, TimestampLifetime = journey }, now);
    }

    /// <summary>Whether what is served is to be signed anew: half of a timestamp's or snapshot's life is over.</summary>
    public static bool IsRenewalDue(RepositoryContents current, OnlineSigner online, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(online);
        return current.ReadTimestamp() is { } timestamp
            && (IsDue(timestamp.Head, online.TimestampLifetime, now) || IsDue(current.ReadSnapshot()!.Head, online.SnapshotLifetime, now));
    }

    private static (TrustedMetadata Trusted, byte[] Root) TakeRoots(
        RepositoryContents? current, IReadOnlyList<byte[]> roots, OnlineSigner online, DateTimeOffset now)
    {
        if (current is null && roots.Count == 0)
            throw new TufRefusedException(TufFault.NoTrustedRoot, "upload: no root; the first upload has roots from version 1 on, and targets");
        byte[] root = current?.Root ?? roots[0];
        var trusted = new TrustedMetadata(root, now);
        if (current is null && trusted.Root.Head.Version != 1)
            throw new TufRefusedException(TufFault.RootVersion, $"upload: its first root has version {trusted.Root.Head.Version}; the first upload has roots from version 1 on");
        foreach (byte[] next in current is null ? roots.Skip(1) : roots)
        {
            trusted.UpdateRoot(next);
            root = next;
        }

        trusted.CompleteRoot();
        if (!online.IsNamedBy(trusted.Root))
        {
            throw new TufRefusedException(
                TufFault.ThresholdNotMet,
                $"root version {trusted.Root.Head.Version} does not name the keys with which snapshot and timestamp are signed here, each alone; give it those (edgectl release rotate --role online)");
        }

        if (!trusted.Root.ConsistentSnapshot)
            throw new TufRefusedException(TufFault.Malformed, $"root version {trusted.Root.Head.Version}: 'consistent_snapshot' is false; allowed here: true");
        return (trusted, root);
    }

    private static TufTargets ReadTargets(byte[] targets, RepositoryContents? current)
    {
        TufTargets next = TufTargets.Parse(TufSignedFile.Parse(targets, "targets.json"));
        // Whatever the root did: what is served never goes back, nor changes under one version.
        if (current?.ReadTargets() is { } before
            && (next.Head.Version < before.Head.Version || (next.Head.Version == before.Head.Version && !current.Targets!.AsSpan().SequenceEqual(targets))))
        {
            throw new TufRefusedException(TufFault.Rollback, $"targets.json: its version is {next.Head.Version}; {before.Head.Version} is served already");
        }

        return next;
    }

    private static TufSnapshot NextSnapshot(RepositoryContents? current, long targetsVersion, byte[] targets, OnlineSigner online, DateTimeOffset now) => new()
    {
        Head = TufHead.Of((current?.ReadSnapshot()?.Head.Version ?? 0) + 1, Whole(now + online.SnapshotLifetime)),
        Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = TufMetaFile.Of(targetsVersion, targets) },
    };

    private static byte[] NextTimestamp(RepositoryContents? current, long snapshotVersion, byte[] snapshot, OnlineSigner online, DateTimeOffset now)
    {
        TufTimestamp timestamp = new()
        {
            Head = TufHead.Of((current?.ReadTimestamp()?.Head.Version ?? 0) + 1, Whole(now + online.TimestampLifetime)),
            Snapshot = TufMetaFile.Of(snapshotVersion, snapshot),
        };
        return TufDocument.Sign(timestamp.ToSigned(), online.Timestamp);
    }

    /// <summary>Goes the device's way: from what a device may have seen to what it will get.</summary>
    private static void Check(TrustedMetadata trusted, RepositoryContents? seen, RepositoryContents contents)
    {
        if (seen?.Timestamp is { } timestamp)
            Recall(trusted.RecallTimestamp, timestamp);
        trusted.UpdateTimestamp(contents.Timestamp!);
        if (seen?.Snapshot is { } snapshot)
            Recall(trusted.RecallSnapshot, snapshot);
        if (!trusted.IsSnapshotCurrent)
            trusted.UpdateSnapshot(contents.Snapshot!);
        trusted.UpdateTargets(contents.Targets!);
        TufTargets targets = trusted.Targets!;
        if (targets.Delegations.Count > 0)
            throw new TufRefusedException(TufFault.Malformed, "targets.json: it delegates to other roles; allowed here: none");
        foreach (ReleaseTarget target in ReleaseTargets.All(targets))
            CheckTarget(target, targets);
    }

    private static void Recall(Action<ReadOnlyMemory<byte>> take, byte[] file)
    {
        try
        {
            take(file);
        }
        catch (TufRefusedException)
        {
            // Keys were taken away since it was signed: devices go on without it too.
        }
    }

    private static void CheckTarget(ReleaseTarget target, TufTargets targets)
    {
        if (!TargetPaths.IsPath(target.Path))
            throw new TufRefusedException(TufFault.UnsuitableTarget, $"target '{target.Path}': its name is not made of letters, digits, '.', '_', '-' and '+', joined by '/'");
        foreach (DeltaDescription delta in target.Description?.Deltas ?? [])
        {
            if (!targets.Targets.ContainsKey(delta.Path))
                throw new TufRefusedException(TufFault.UnsuitableTarget, $"target '{target.Path}': its delta '{delta.Path}' is no target");
        }
    }

    // What expires within half of its life; a lifetime that was shortened since counts as it is now.
    private static bool IsDue(TufHead head, TimeSpan lifetime, DateTimeOffset now) => head.Expires - now <= lifetime / 2;

    // Metadata has whole seconds.
    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
