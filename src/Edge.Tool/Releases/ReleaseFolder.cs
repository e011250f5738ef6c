using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>
/// A releaser's repository: <c>metadata/</c> (every root, the targets in force, a root that waits for signatures), <c>targets/</c>
/// (files by the names they are served under), <c>keys/</c> unless they are kept elsewhere. Without a cloud it has snapshot and timestamp too,
/// and is what a device can be updated from.
/// </summary>
internal sealed class ReleaseFolder
{
    private const string NextRootName = "root.next.json";

    private ReleaseFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where keys lie unless they are kept elsewhere.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>A root that waits for signatures.</summary>
    public string NextRoot => Metadata(NextRootName);

    private string MetadataFolder => System.IO.Path.Combine(Path, "metadata");

    /// <summary>Makes an empty one.</summary>
    /// <exception cref="ReleaseException">There is a repository already.</exception>
    public static ReleaseFolder Create(string path)
    {
        var folder = new ReleaseFolder(path);
        if (Directory.Exists(folder.MetadataFolder))
            throw new ReleaseException($"'{path}' holds a repository already; its keys and metadata are never overwritten");
        Directory.CreateDirectory(folder.MetadataFolder);
        Directory.CreateDirectory(System.IO.Path.Combine(path, "targets"));
        return folder;
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="ReleaseException">There is none.</exception>
    public static ReleaseFolder Open(string path)
    {
        var folder = new ReleaseFolder(path);
        return File.Exists(folder.Metadata("1.root.json")) ? folder : throw new ReleaseException($"'{path}' holds no repository; 'edgectl release init --repo {path}' makes one");
    }

    /// <summary>Every root from version 1 on.</summary>
    public IReadOnlyList<byte[]> Roots()
    {
        List<byte[]> roots = [];
        while (File.Exists(Metadata($"{roots.Count + 1}.root.json")))
            roots.Add(File.ReadAllBytes(Metadata($"{roots.Count + 1}.root.json")));
        return roots;
    }

    /// <summary>What is in force; snapshot and timestamp only where they are signed here.</summary>
    public RepositoryContents Current()
    {
        byte[] root = Roots()[^1];
        return new RepositoryContents(root, Newest(TufRoleName.Targets), Newest(TufRoleName.Snapshot), Read("timestamp.json"));
    }

    /// <summary>The targets in force.</summary>
    public TufTargets Targets() => Current().ReadTargets() ?? throw new ReleaseException($"'{Path}' has lost its targets metadata");

    /// <summary>Every target that was ever signed here, withdrawn ones too: their names and counters stay used.</summary>
    public IReadOnlyList<ReleaseTarget> EverPublished()
    {
        Dictionary<(string, string), ReleaseTarget> all = [];
        foreach (string file in Directory.EnumerateFiles(MetadataFolder, "*.targets.json"))
        {
            foreach (ReleaseTarget target in ReleaseTargets.All(TufTargets.Parse(TufSignedFile.Parse(File.ReadAllBytes(file), file))))
                all[(target.Path, target.Sha256)] = target;
        }

        return [.. all.Values];
    }

    /// <summary>Keeps a root.</summary>
    public void WriteRoot(byte[] root)
    {
        Write(Metadata($"{TufRoot.Parse(TufSignedFile.Parse(root, "root.json")).Head.Version}.root.json"), root);
        File.Delete(NextRoot);
    }

    /// <summary>Keeps a root that waits for signatures.</summary>
    public void WriteNextRoot(byte[] root) => Write(NextRoot, root);

    /// <summary>Keeps targets metadata.</summary>
    public void WriteTargets(byte[] targets) =>
        Write(Metadata($"{TufTargets.Parse(TufSignedFile.Parse(targets, "targets.json")).Head.Version}.targets.json"), targets);

    /// <summary>Keeps snapshot and timestamp, the timestamp last: it names all else.</summary>
    public void WriteOnline(RepositoryContents contents)
    {
        Write(Metadata($"{contents.ReadSnapshot()!.Head.Version}.snapshot.json"), contents.Snapshot!);
        Write(Metadata("timestamp.json"), contents.Timestamp!);
    }

    /// <summary>Keeps metadata that came from elsewhere, by its file name.</summary>
    public void WriteMetadata(string name, byte[] content) => Write(Metadata(System.IO.Path.GetFileName(name)), content);

    /// <summary>Where the file of a target lies.</summary>
    public string FileOf(ReleaseTarget target) => System.IO.Path.Combine(Path, "targets", TargetPaths.WithHash(target.Path, target.Sha256));

    /// <summary>Takes a file in as a target's.</summary>
    public void AddFile(ReleaseTarget target, string from)
    {
        string to = FileOf(target);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
        string beside = to + ".new";
        File.Copy(from, beside, overwrite: true);
        using (FileStream file = new(beside, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(beside, to, overwrite: true);
    }

    private string Metadata(string name) => System.IO.Path.Combine(MetadataFolder, name);

    private byte[]? Read(string name) => File.Exists(Metadata(name)) ? File.ReadAllBytes(Metadata(name)) : null;

    private byte[]? Newest(string role)
    {
        long newest = Directory.EnumerateFiles(MetadataFolder, $"*.{role}.json")
            .Select(file => long.TryParse(System.IO.Path.GetFileName(file).Split('.')[0], out long version) ? version : 0)
            .DefaultIfEmpty()
            .Max();
        return newest == 0 ? null : Read($"{newest}.{role}.json");
    }

    private static void Write(string path, byte[] content)
    {
        string beside = path + ".new";
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
