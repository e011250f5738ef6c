using System.Diagnostics;
using System.Globalization;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>
/// A disk of which only what was synced is sure to be there after a power cut (native/lossydisk.c), for a whole tree of folders.
/// Of what was not synced any part is there: a name or not, the old or the new file under it, its content whole, cut, or with sectors of zeros.
/// That is more than a journalling file system would ever do.
/// </summary>
internal sealed class LossyDisk : IDisposable
{
    private const int Sector = 512;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-disk-").FullName;
    private readonly string? _lie;

    private LossyDisk(string? lie) => _lie = lie;

    private string Library => Path.Combine(_folder, "lossydisk.so");

    private string Shadow => Path.Combine(_folder, "shadow");

    /// <summary>Compiles the library with the system's C compiler.</summary>
    /// <param name="lie">The control: syncs of paths that end in this do nothing, with an empty text none does; null for an honest disk.</param>
    public static LossyDisk Build(string? lie)
    {
        var disk = new LossyDisk(lie);
        string source = Path.Combine(AppContext.BaseDirectory, "Updates/native/lossydisk.c");
        var start = new ProcessStartInfo("cc") { ArgumentList = { "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", disk.Library, source, "-ldl", "-lpthread" }, RedirectStandardError = true };
        using Process compiler = Process.Start(start)!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? disk : throw new InvalidOperationException($"cc of {source}: {errors}");
    }

    /// <summary>Sets a child, and its children, up to run on such a disk.</summary>
    /// <param name="start">The child.</param>
    /// <param name="data">The tree.</param>
    /// <param name="killAtCall">The change of the tree before which all of them are killed, from 1; null for none.</param>
    public void Apply(ProcessStartInfo start, string data, long? killAtCall)
    {
        Directory.CreateDirectory(Shadow);
        start.Environment["LD_PRELOAD"] = Library;
        start.Environment["EDGE_DISK_DATA"] = data;
        start.Environment["EDGE_DISK_SHADOW"] = Shadow;
        if (_lie is not null)
            start.Environment["EDGE_DISK_IGNORE_SYNC"] = _lie;
        if (killAtCall is { } call)
            start.Environment["EDGE_DISK_KILL_AT"] = call.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Changes of the tree in the life that ended.</summary>
    public long Calls => File.Exists(Path.Combine(Shadow, "calls")) ? BitConverter.ToInt64(File.ReadAllBytes(Path.Combine(Shadow, "calls"))) : 0;

    /// <summary>The life ended in good order, or the power stayed on: everything is on the disk.</summary>
    public void KeepAll()
    {
        if (Directory.Exists(Shadow))
            Directory.Delete(Shadow, recursive: true);
    }

    /// <summary>The power goes off and comes back.</summary>
    public void CutPower(string data, Random random)
    {
        string before = Path.Combine(_folder, "before");
        List<Node> live = Read(data);
        string root = IdOf(data);
        Directory.Move(data, before);
        var byId = live.Where(node => !node.IsFolder).GroupBy(node => node.Id).ToDictionary(group => group.Key, group => Path.Combine(before, group.First().Path));
        var listings = live.GroupBy(node => Path.GetDirectoryName(node.Path) ?? "").ToDictionary(group => group.Key, group => group.ToList());
        var folders = live.Where(node => node.IsFolder).ToDictionary(node => node.Id, node => node.Path);
        folders[root] = "";
        Rebuild(root, data, 0);
        Directory.Delete(before, recursive: true);
        Directory.Delete(Shadow, recursive: true);

        void Rebuild(string id, string target, int depth)
        {
            if (depth > 12)
                return;
            Directory.CreateDirectory(target);
            Dictionary<string, Node> synced = ReadSynced(id);
            Dictionary<string, Node> now = folders.TryGetValue(id, out string? path) && listings.TryGetValue(path, out List<Node>? nodes)
                ? nodes.ToDictionary(node => Path.GetFileName(node.Path))
                : folders.ContainsKey(id) ? [] : synced;
            foreach (string name in synced.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
            {
                Node? old = synced.GetValueOrDefault(name), fresh = now.GetValueOrDefault(name);
                Node? chosen = old?.Id == fresh?.Id ? old : random.Next(2) == 0 ? old : fresh;
                if (chosen is null)
                    continue;
                string place = Path.Combine(target, name);
                if (chosen.IsFolder)
                    Rebuild(chosen.Id, place, depth + 1);
                else
                    Write(chosen, place);
            }
        }

        void Write(Node node, string place)
        {
            string kept = Path.Combine(Shadow, "i-" + node.Id);
            byte[] synced = File.Exists(kept) ? File.ReadAllBytes(kept) : [];
            byte[] content = byId.TryGetValue(node.Id, out string? path) ? Torn(synced, File.ReadAllBytes(path), random) : synced;
            File.WriteAllBytes(place, content);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(place, node.Mode);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Torn(byte[] synced, byte[] written, Random random)
    {
        if (synced.AsSpan().SequenceEqual(written) || random.Next(3) == 0)
            return synced;
        if (random.Next(2) == 0)
            return written;
        byte[] torn = written[..random.Next(written.Length + 1)];
        for (int at = 0; at < torn.Length; at += Sector)
        {
            if (random.Next(2) == 0)
                torn.AsSpan(at, Math.Min(Sector, torn.Length - at)).Clear();
        }

        return torn;
    }

    private Dictionary<string, Node> ReadSynced(string id)
    {
        string list = Path.Combine(Shadow, "d-" + id);
        return File.Exists(list)
            ? File.ReadAllLines(list).Select(line => line.Split(' ', 4)).ToDictionary(part => part[3], part => new Node(part[0] == "d", part[1], Mode(part[2]), part[3]))
            : [];
    }

    private List<Node> Read(string data)
    {
        var start = new ProcessStartInfo("find") { ArgumentList = { data, "-mindepth", "1", "-printf", "%y %i %m %P\n" }, RedirectStandardOutput = true };
        using Process find = Process.Start(start)!;
        string all = find.StandardOutput.ReadToEnd();
        find.WaitForExit();
        return [.. all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 4))
            .Where(part => part[0] is "d" or "f").Select(part => new Node(part[0] == "d", Id(part[1]), Mode(part[2]), part[3]))];
    }

    private string IdOf(string folder)
    {
        var start = new ProcessStartInfo("stat") { ArgumentList = { "-c", "%i", folder }, RedirectStandardOutput = true };
        using Process stat = Process.Start(start)!;
        string inode = stat.StandardOutput.ReadToEnd().Trim();
        stat.WaitForExit();
        return Id(inode);
    }

    private string Id(string inode)
    {
        var times = new FileInfo(Path.Combine(Shadow, "g-" + inode));
        return string.Create(CultureInfo.InvariantCulture, $"{inode}-{(times.Exists ? times.Length : 0)}");
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);

    private sealed record Node(bool IsFolder, string Id, UnixFileMode Mode, string Path);
}
