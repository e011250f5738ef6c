using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>Changes what a repository offers: publishes, withdraws, signs anew.</summary>
internal sealed class ReleasePublisher(ReleaseFolder folder, SigningKeys keys, TimeProvider time)
{
    /// <summary>Publishes a release: 1. it is made ready and checked; 2. it gets its name and counter; 3. deltas are made and tried; 4. targets are signed.</summary>
    /// <exception cref="ReleaseException">Something has to be put right; nothing was changed.</exception>
    public async Task<PublishedRelease> PublishAsync(PublishRequest request, CancellationToken cancellation)
    {
        // Before the long work: whether it can be signed at all.
        TufRoot root = folder.Current().ReadRoot();
        keys.Enough(root.Roles[TufRoleName.Targets], TufRoleName.Targets);
        TufTargets before = folder.Targets();
        IReadOnlyList<ReleaseTarget> known = ReleaseTargets.All(before);
        string scratch = Directory.CreateTempSubdirectory("edge-release-").FullName;
        try
        {
            ReleaseContent content = await ReleaseContent.PrepareAsync(request, scratch, cancellation);
            ReleaseTarget target = Describe(request, content, known, folder.EverPublished());
            List<string> notMade = [];
            List<(ReleaseTarget Delta, string File)> deltas = await MakeDeltasAsync(target, content.File, known, request.Deltas, scratch, notMade, cancellation);
            target = target with { Description = Checked(target.Description! with { Deltas = [.. deltas.Select(delta => Described(delta.Delta, known))] }) };
            folder.AddFile(target, content.File);
            foreach ((ReleaseTarget delta, string file) in deltas)
                folder.AddFile(delta, file);

            Dictionary<string, TufTargetFile> targets = new(before.Targets) { [target.Path] = Entry(target) };
            foreach ((ReleaseTarget delta, _) in deltas)
                targets[delta.Path] = Entry(delta);
            long version = Sign(before, targets, request.TargetsDays);
            return new PublishedRelease(target, [.. deltas.Select(delta => delta.Delta)], notMade, version);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        static DeltaDescription Described(ReleaseTarget delta, IReadOnlyList<ReleaseTarget> known) =>
            new(known.Single(old => old.Description is not null && delta.Path.StartsWith($"deltas/{old.Sha256[..16]}-", StringComparison.Ordinal)).Sha256, delta.Path, DeltaDescription.Vcdiff);
    }

    /// <summary>Takes a release out of the metadata, with the deltas that make it. Devices that have it keep it until they are given another.</summary>
    /// <returns>Version of targets.</returns>
    /// <exception cref="ReleaseException">There is none of that name.</exception>
    public long Withdraw(string path, int targetsDays)
    {
        TufTargets before = folder.Targets();
        ReleaseTarget? target = ReleaseTargets.All(before).FirstOrDefault(known => known.Path == path && known.Description is not null);
        if (target is null)
            throw new ReleaseException($"there is no release '{path}'; 'edgectl release show --repo {folder.Path}' lists them");
        HashSet<string> gone = [path, .. target.Description!.Deltas.Select(delta => delta.Path)];
        return Sign(before, before.Targets.Where(entry => !gone.Contains(entry.Key)).ToDictionary(), targetsDays);
    }

    /// <summary>Signs targets as they are, good for some days from now.</summary>
    /// <returns>Version of targets.</returns>
    public long Renew(int targetsDays) => Sign(folder.Targets(), folder.Targets().Targets, targetsDays);

    private long Sign(TufTargets before, IReadOnlyDictionary<string, TufTargetFile> targets, int days)
    {
        if (days is < 1 or > 3650)
            throw new ReleaseException($"targets good for {days} days; allowed: 1 to 3650");
        RepositoryContents current = folder.Current();
        TufRoot root = current.ReadRoot();
        DateTimeOffset now = time.GetUtcNow();
        TufTargets next = before with { Head = TufHead.Of(before.Head.Version + 1, RepositoryFounding.Whole(now.AddDays(days))), Targets = targets };
        byte[] file = TufDocument.Sign(next.ToSigned(), keys.Enough(root.Roles[TufRoleName.Targets], TufRoleName.Targets));
        if (file.Length > TufLimits.Default.TargetsBytes)
            throw new ReleaseException($"the targets would have {file.Length} bytes; devices take {TufLimits.Default.TargetsBytes}. Withdraw old releases");
        OnlineSigner? online = ReleaseOptions.Online(keys, root);
        // Before anything is written: where there is no cloud to check it, it is checked here.
        RepositoryContents? complete = online is null
            ? null
            : RepositoryUpdate.Apply(current.Timestamp is null ? null : current, new MetadataUpload(current.Timestamp is null ? folder.Roots() : [], file), online, now);
        folder.WriteTargets(file);
        if (complete is not null)
            folder.WriteOnline(complete);
        return next.Head.Version;
    }

    private static ReleaseTarget Describe(PublishRequest request, ReleaseContent content, IReadOnlyList<ReleaseTarget> known, IReadOnlyList<ReleaseTarget> ever)
    {
        string path = PathOf(request.Kind, content);
        string sha256 = FileHash.Of(content.File);
        if (!TargetPaths.IsPath(path))
            throw new ReleaseException($"'{path}' can't be its name; name and version are of letters, digits, '.', '_' and '-'");
        if (known.Any(target => target.Path == path && target.Sha256 == sha256))
            throw new ReleaseException($"'{path}' is published already, the very same file");
        if (ever.Any(target => target.Path == path && target.Sha256 != sha256))
            throw new ReleaseException($"'{path}' was published with other content; what has a version never changes: give this one a new version");

        long highest = ever.Where(target => target.Description?.Kind == request.Kind).Select(target => target.Description!.Counter).DefaultIfEmpty().Max();
        var description = new ReleaseDescription
        {
            Kind = request.Kind,
            Name = content.Name,
            Version = content.Version,
            Counter = request.Counter ?? highest + 1,
            Hardware = request.Hardware,
            Serials = request.Serials,
            Replay = request.MaximumChangedFraction is { } changed ? new ReplayBudget(changed) : null,
            MaximumLatencyMs = request.MaximumLatencyMs,
        };
        return new ReleaseTarget(path, new FileInfo(content.File).Length, sha256, Checked(description));
    }

    private async Task<List<(ReleaseTarget Delta, string File)>> MakeDeltasAsync(
        ReleaseTarget target, string file, IReadOnlyList<ReleaseTarget> known, int count, string scratch, List<string> notMade, CancellationToken cancellation)
    {
        List<(ReleaseTarget, string)> made = [];
        IEnumerable<ReleaseTarget> earlier = ReleaseTargets.Releases(known)
            .Where(old => old.Description!.Kind == target.Description!.Kind && old.Description.Name == target.Description.Name && old.Sha256 != target.Sha256)
            .DistinctBy(old => old.Sha256)
            .Take(count);
        foreach (ReleaseTarget old in earlier)
        {
            string from = folder.FileOf(old);
            string delta = Path.Combine(scratch, $"{old.Sha256[..16]}-{target.Sha256[..16]}.vcdiff");
            string? why = File.Exists(from) ? await DeltaMaker.MakeAsync(from, file, delta, cancellation) : "its file is not here";
            if (why is null)
                made.Add((new ReleaseTarget($"deltas/{Path.GetFileName(delta)}", new FileInfo(delta).Length, FileHash.Of(delta), null), delta));
            else
                notMade.Add($"{old.Description!.Name} {old.Description.Version}: {why}");
        }

        return made;
    }

    private static TufTargetFile Entry(ReleaseTarget target) => new(
        target.SizeBytes,
        new Dictionary<string, string> { [TufHashes.Sha256] = target.Sha256 },
        target.Description is null ? null : JsonSerializer.SerializeToElement<JsonNode>(ReleaseDescriptionJson.Write(target.Description)));

    private static ReleaseDescription Checked(ReleaseDescription description)
    {
        try
        {
            _ = ReleaseDescriptionJson.Write(description);
            return description;
        }
        catch (ArgumentException e)
        {
            throw new ReleaseException(e.Message, e);
        }
    }

    private static string PathOf(ReleaseKind kind, ReleaseContent content)
    {
        (string place, string end) = kind switch
        {
            ReleaseKind.Model => ("models", ".pack"),
            ReleaseKind.Configuration => ("configurations", ".yaml"),
            ReleaseKind.Agent => ("agents", content.File.EndsWith("gz", StringComparison.Ordinal) ? ".tar.gz" : ".tar"),
            _ => ("os", ".raucb"),
        };
        return $"{place}/{content.Name}-{content.Version}{end}";
    }
}
