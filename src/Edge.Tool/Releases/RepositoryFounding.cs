using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>Begins a repository: keys of root and targets, the first root, targets without any file.</summary>
internal sealed class RepositoryFounding(TimeProvider time)
{
    /// <summary>Keys of root.</summary>
    public int RootKeys { get; init; } = 3;

    /// <summary>How many of them must sign a root.</summary>
    public int Threshold { get; init; } = 2;

    /// <summary>Days that a root is good for.</summary>
    public int RootDays { get; init; } = 365;

    /// <summary>Days that targets are good for.</summary>
    public int TargetsDays { get; init; } = 180;

    /// <summary>Where the private keys go; null: into the repository's own folder.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>Keys of snapshot and timestamp; null: they are made here too, and the repository needs no cloud.</summary>
    public OnlineKeys? Online { get; init; }

    /// <summary>Makes it.</summary>
    /// <returns>The folder, and where the keys are.</returns>
    /// <exception cref="ReleaseException">There is a repository already, or the numbers make no sense.</exception>
    public (ReleaseFolder Folder, string Keys) Found(string path)
    {
        if (RootKeys is < 1 or > 16 || Threshold < 1 || Threshold > RootKeys)
            throw new ReleaseException($"{Threshold} of {RootKeys} root keys: allowed are 1 to 16 keys, and a threshold from 1 to their number");
        ReleaseFolder folder = ReleaseFolder.Create(path);
        string keys = KeysFolder ?? folder.Keys;
        CreatePrivate(keys);
        List<TufSigner> made = [];
        try
        {
            List<TufSigner> roots = [.. Enumerable.Range(1, RootKeys).Select(number => Make($"root-{number}"))];
            TufSigner targets = Make("targets-1");
            TufKey snapshot = Online is null ? Make("snapshot").Public : TufKey.Of(Online.Snapshot, "the cloud's snapshot key");
            TufKey timestamp = Online is null ? Make("timestamp").Public : TufKey.Of(Online.Timestamp, "the cloud's timestamp key");
            folder.WriteRoot(TufDocument.Sign(FirstRoot(roots, targets.Public, snapshot, timestamp).ToSigned(), roots));
            TufTargets none = new() { Head = TufHead.Of(1, Whole(time.GetUtcNow().AddDays(TargetsDays))), Targets = new Dictionary<string, TufTargetFile>() };
            byte[] file = TufDocument.Sign(none.ToSigned(), targets);
            folder.WriteTargets(file);
            if (Online is null)
                SignOnline(folder, keys, file);
            return (folder, keys);
        }
        finally
        {
            made.ForEach(signer => signer.Dispose());
        }

        TufSigner Make(string name)
        {
            TufSigner signer = TufSigner.Create(Path.Combine(keys, name + ".key"));
            made.Add(signer);
            return signer;
        }
    }

    /// <summary>A moment in whole seconds, as metadata has them.</summary>
    public static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private TufRoot FirstRoot(List<TufSigner> roots, TufKey targets, TufKey snapshot, TufKey timestamp) => new()
    {
        Head = TufHead.Of(1, Whole(time.GetUtcNow().AddDays(RootDays))),
        Keys = roots.Select(signer => signer.Public).Append(targets).Append(snapshot).Append(timestamp).DistinctBy(key => key.Id).ToDictionary(key => key.Id),
        Roles = new Dictionary<string, TufRole>
        {
            [TufRoleName.Root] = new([.. roots.Select(signer => signer.Public.Id)], Threshold),
            [TufRoleName.Targets] = new([targets.Id], 1),
            [TufRoleName.Snapshot] = new([snapshot.Id], 1),
            [TufRoleName.Timestamp] = new([timestamp.Id], 1),
        },
    };

    private void SignOnline(ReleaseFolder folder, string keys, byte[] targets)
    {
        using SigningKeys all = SigningKeys.Read([keys]);
        OnlineSigner online = ReleaseOptions.Online(all, folder.Current().ReadRoot())!;
        folder.WriteOnline(RepositoryUpdate.Apply(null, new MetadataUpload(folder.Roots(), targets), online, time.GetUtcNow()));
    }
}
