using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>Writes a repository that can be carried: metadata that is good for the journey, and the files.</summary>
internal sealed class ReleaseExport(ReleaseFolder folder, TimeProvider time)
{
    /// <summary>Metadata signed by the cloud; null: by the keys that are kept here.</summary>
    public ReleaseCloud? Cloud { get; init; }

    /// <summary>The keys that are kept here.</summary>
    public SigningKeys? Keys { get; init; }

    /// <summary>Days that it must be good for.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Only these releases, with their deltas; empty: all. The metadata is the same: it can't be cut without a signature.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Writes it, and checks it as a device will.</summary>
    /// <returns>The checks.</returns>
    /// <exception cref="ReleaseException">Something has to be put right.</exception>
    public async Task<RepositoryInspection> ExportAsync(string to, CancellationToken cancellation)
    {
        if (Days is < 1 or > 365)
            throw new ReleaseException($"--days {Days}; allowed: 1 to 365");
        if (Directory.Exists(Path.Combine(to, "metadata")))
            throw new ReleaseException($"'{to}' holds a repository already; give an empty folder, or delete that one's 'metadata' and 'targets'");
        IReadOnlyDictionary<string, byte[]> metadata = Cloud is null ? CarryFromHere() : (await Cloud.CarryAsync(Days, cancellation)).Files;
        KeyValuePair<string, byte[]> named = metadata.Single(file => file.Key.EndsWith(".targets.json", StringComparison.Ordinal));
        IReadOnlyList<ReleaseTarget> targets = ReleaseTargets.All(TufTargets.Parse(TufSignedFile.Parse(named.Value, named.Key)));
        HashSet<string> wanted = Wanted(targets);
        ReleaseFolder carried = ReleaseFolder.Create(to);
        foreach (ReleaseTarget target in targets.Where(target => wanted.Contains(target.Path)))
            await CopyAsync(carried, target, cancellation);
        // Timestamp last: a stick that was pulled out early has none, and nothing of it counts.
        foreach ((string name, byte[] content) in metadata.OrderBy(file => file.Key == "timestamp.json").ThenBy(file => file.Key, StringComparer.Ordinal))
            carried.WriteMetadata(name, content);
        var inspection = new RepositoryInspection(carried, time.GetUtcNow());
        inspection.Run(folder.Roots()[0], wanted);
        return inspection;
    }

    private HashSet<string> Wanted(IReadOnlyList<ReleaseTarget> targets)
    {
        if (Only.Count == 0)
            return [.. targets.Select(target => target.Path)];
        HashSet<string> wanted = [];
        foreach (string path in Only)
        {
            ReleaseTarget target = targets.FirstOrDefault(known => known.Path == path && known.Description is not null)
                ?? throw new ReleaseException($"there is no release '{path}'; 'edgectl release show' lists them");
            wanted.Add(path);
            wanted.UnionWith(target.Description!.Deltas.Select(delta => delta.Path));
        }

        return wanted;
    }

    private Dictionary<string, byte[]> CarryFromHere()
    {
        RepositoryContents current = folder.Current();
        OnlineSigner online = Keys is not null && ReleaseOptions.Online(Keys, current.ReadRoot()) is { } here
            ? here
            : throw new ReleaseException("the keys of snapshot and timestamp are not here; with --cloud and --token-file the cloud signs for the journey");
        DateTimeOffset now = time.GetUtcNow();
        RepositoryContents carried = RepositoryUpdate.Carry(current, online, now, now.AddDays(Days));
        // The next one must have a higher version: devices remember.
        folder.WriteOnline(carried);
        RepositoryState state = carried.ReadState();
        Dictionary<string, byte[]> files = folder.Roots().Select((root, i) => ($"{i + 1}.root.json", root)).ToDictionary();
        files[$"{state.Targets}.targets.json"] = carried.Targets!;
        files[$"{state.Snapshot}.snapshot.json"] = carried.Snapshot!;
        files["timestamp.json"] = carried.Timestamp!;
        return files;
    }

    private async Task CopyAsync(ReleaseFolder carried, ReleaseTarget target, CancellationToken cancellation)
    {
        if (File.Exists(folder.FileOf(target)))
        {
            carried.AddFile(target, folder.FileOf(target));
            return;
        }

        if (Cloud is null)
            throw new ReleaseException($"the file of '{target.Path}' is not here; expected: {folder.FileOf(target)}");
        string to = carried.FileOf(target);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using FileStream file = new(to, FileMode.Create, FileAccess.Write);
        await Cloud.DownloadAsync(target.Path, target.Sha256, file, cancellation);
        file.Flush(flushToDisk: true);
    }
}
