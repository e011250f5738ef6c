using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary>Checks a repository as a device would, step by step: 1. every root on the one before; 2. timestamp and snapshot, where they are here;
/// 3. targets; 4. every file. Nothing is written.</summary>
internal sealed class RepositoryInspection(ReleaseFolder folder, DateTimeOffset now)
{
    private readonly List<PackCheck> _checks = [];

    /// <summary>What was checked, in order; what follows a failed check is not done.</summary>
    public IReadOnlyList<PackCheck> Checks => _checks;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => _checks.All(check => check.Passed != false);

    /// <summary>Runs all checks.</summary>
    /// <param name="firstRoot">The root that a device came with; null: version 1 of this repository.</param>
    /// <param name="only">Only the files of these targets must be here; null: all.</param>
    public void Run(byte[]? firstRoot, IReadOnlySet<string>? only = null)
    {
        RepositoryContents current = folder.Current();
        TrustedMetadata? trusted = null;
        IReadOnlyList<ReleaseTarget> targets = [];
        _ = Step("root", () => CheckRoots(firstRoot, out trusted))
            && Step("timestamp, snapshot", () => CheckOnline(trusted!, current))
            && Step("targets", () => CheckTargets(trusted!, current, out targets))
            && Step("files", () => CheckFiles(targets, only));
    }

    private string CheckRoots(byte[]? firstRoot, out TrustedMetadata trusted)
    {
        IReadOnlyList<byte[]> roots = folder.Roots();
        trusted = new TrustedMetadata(firstRoot ?? roots[0], now);
        long first = trusted.Root.Head.Version;
        foreach (byte[] next in roots.Skip((int)first))
            trusted.UpdateRoot(next);
        trusted.CompleteRoot();
        TufRole role = trusted.Root.Roles[TufRoleName.Root];
        return $"version {first} to {trusted.Root.Head.Version}, {role.Threshold} of {role.KeyIds.Count} keys must sign, good until {Day(trusted.Root.Head)}";
    }

    private static string? CheckOnline(TrustedMetadata trusted, RepositoryContents current)
    {
        if (current.Timestamp is null)
            return null;
        trusted.UpdateTimestamp(current.Timestamp);
        trusted.UpdateSnapshot(current.Snapshot!);
        return $"versions {trusted.Timestamp!.Head.Version} and {trusted.Snapshot!.Head.Version}, good until {Day(trusted.Timestamp.Head)} and {Day(trusted.Snapshot.Head)}";
    }

    private string CheckTargets(TrustedMetadata trusted, RepositoryContents current, out IReadOnlyList<ReleaseTarget> targets)
    {
        TufTargets read = current.ReadTargets()!;
        if (current.Timestamp is not null)
        {
            trusted.UpdateTargets(current.Targets!);
        }
        else
        {
            // Without a snapshot there is nothing that names them; the signature and the expiry can be checked all the same.
            TufSignatureCount.Require(TufSignedFile.Parse(current.Targets!, "targets.json"), trusted.Root.Roles[TufRoleName.Targets], trusted.Root.Keys, "root (TUF 5.6.3)");
            if (read.Head.Expires <= now)
                throw new TufRefusedException(TufFault.Expired, $"targets.json: version {read.Head.Version} expired at {Day(read.Head)}");
        }

        targets = ReleaseTargets.All(read);
        return $"version {read.Head.Version}, {targets.Count(target => target.Description is not null)} releases, good until {Day(read.Head)}";
    }

    private string CheckFiles(IReadOnlyList<ReleaseTarget> targets, IReadOnlySet<string>? only)
    {
        int count = 0;
        foreach (ReleaseTarget target in targets.Where(target => only is null || only.Contains(target.Path)))
        {
            var file = new FileInfo(folder.FileOf(target));
            if (!file.Exists)
                throw new ReleaseException($"'{target.Path}' has no file; expected: {file.FullName}");
            if (file.Length != target.SizeBytes || FileHash.Of(file.FullName) != target.Sha256)
                throw new ReleaseException($"'{file.FullName}' is not what was signed");
            count++;
        }

        return $"{count} files, size and SHA-256 of each as signed";
    }

    private bool Step(string name, Func<string?> check)
    {
        try
        {
            string? said = check();
            _checks.Add(new PackCheck(name, said is null ? null : true, said ?? "a cloud's matter"));
            return true;
        }
        catch (TufRefusedException e)
        {
            _checks.Add(new PackCheck(name, false, e.Message, char.ToLowerInvariant(e.Fault.ToString()[0]) + e.Fault.ToString()[1..]));
            return false;
        }
        catch (ReleaseException e)
        {
            _checks.Add(new PackCheck(name, false, e.Message));
            return false;
        }
    }

    private static string Day(TufHead head) => head.Expires.ToString("yyyy-MM-dd HH:mm'Z'");
}
