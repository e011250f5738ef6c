using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>Puts a new root in force once enough have signed it, and has what depends on it signed anew.</summary>
internal sealed class RootFinish(ReleaseFolder folder, SigningKeys keys, TimeProvider time)
{
    private const int UsualDays = 180;

    /// <summary>Signs <paramref name="next"/> with the keys at hand, old ones and new ones, and puts it in force if that is enough.</summary>
    /// <returns>Null when it is in force; otherwise how many signatures are missing.</returns>
    public string? SignAndTake(TufRoot next)
    {
        TufRoot old = folder.Current().ReadRoot();
        IEnumerable<TufSigner> signers = keys.For(old.Roles[TufRoleName.Root]).Concat(keys.For(next.Roles[TufRoleName.Root])).DistinctBy(signer => signer.Public.Id);
        return Take(TufDocument.Sign(next.ToSigned(), signers));
    }

    /// <summary>Puts a signed root in force if enough have signed it; otherwise it waits as <c>root.next.json</c>.</summary>
    /// <returns>Null when it is in force; otherwise how many signatures are missing.</returns>
    /// <exception cref="TufRefusedException">It is no successor of the root in force.</exception>
    public string? Take(byte[] next)
    {
        RepositoryContents current = folder.Current();
        (int old, long oldNeeded, int own, long ownNeeded) = RootChange.Count(current.ReadRoot(), next);
        if (old < oldNeeded || own < ownNeeded)
        {
            folder.WriteNextRoot(next);
            return $"{old} of {oldNeeded} needed signatures of the old root's keys, {own} of {ownNeeded} of its own";
        }

        var trusted = new TrustedMetadata(current.Root, time.GetUtcNow());
        trusted.UpdateRoot(next);
        trusted.CompleteRoot();
        // What the new root's targets keys have not signed, no device would take: without them at hand, the root does not change yet.
        TufTargets targets = current.ReadTargets()!;
        bool resign = !IsSignedFor(trusted.Root, current.Targets!) || targets.Head.Expires <= time.GetUtcNow();
        if (resign)
            keys.Enough(trusted.Root.Roles[TufRoleName.Targets], TufRoleName.Targets);
        folder.WriteRoot(next);
        if (resign)
            new ReleasePublisher(folder, keys, time).Renew(DaysLeft(targets));
        else
            RenewOnline(next, trusted.Root);
        return null;
    }

    private void RenewOnline(byte[] root, TufRoot named)
    {
        // Only where snapshot and timestamp are signed here; keys that are new begin anew over the same targets.
        RepositoryContents current = folder.Current();
        if (ReleaseOptions.Online(keys, named) is not { } online || current.Timestamp is null)
            return;
        RepositoryContents before = current with { Root = folder.Roots()[^2] };
        folder.WriteOnline(RepositoryUpdate.Apply(before, new MetadataUpload([root], null), online, time.GetUtcNow()));
    }

    private static bool IsSignedFor(TufRoot root, byte[] targets)
    {
        TufRole role = root.Roles[TufRoleName.Targets];
        return TufSignatureCount.ValidSigners(TufSignedFile.Parse(targets, "targets.json"), role, root.Keys).Count >= role.Threshold;
    }

    private int DaysLeft(TufTargets targets) => (int)(targets.Head.Expires - time.GetUtcNow()).TotalDays is > 0 and int left ? left : UsualDays;
}
