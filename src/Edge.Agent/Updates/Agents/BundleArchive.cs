using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Edge.Agent.Outbox;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Agents;

/// <summary>
/// Unpacks an agent bundle: a tar, plain or gzip, of plain files and folders with the agent's publish output at its root. The archive is signed, but whoever
/// made it may have been careless or fooled: links, devices, paths that lead out, names twice, and more bytes than allowed are refused before anything is written for them.
/// </summary>
internal sealed class BundleArchive(BundleLimits limits)
{
    /// <summary>What must be at the root and executable.</summary>
    public const string Program = "edge-agent";

    private const UnixFileMode PlainMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ProgramMode = PlainMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    private long _totalBytes;
    private bool _hasProgram;

    /// <summary>Unpacks <paramref name="archive"/> into a folder that is not there yet; all of it is on disk on return.</summary>
    /// <returns>SHA-256 of each file by path.</returns>
    /// <exception cref="UpdateRefusedException">It is no such archive.</exception>
    public IReadOnlyDictionary<string, string> Unpack(string archive, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        _folders.Add("");
        try
        {
            using FileStream file = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read);
            bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var tar = new TarReader(content);
            while (tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                Take(entry, folder);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new UpdateRefusedException(UpdateFault.Form, $"the bundle is no whole tar: {e.Message}", "damaged", e);
        }

        if (!_hasProgram)
            throw Refuse("noProgram", $"has no executable file '{Program}' at its root");
        foreach (string inner in _folders.Reverse())
            DirectorySync.Flush(Path.Combine(folder, inner));
        return _hashes;
    }

    private void Take(TarEntry entry, string folder)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            return;
        string path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        bool isFolder = entry.EntryType == TarEntryType.Directory;
        if (isFolder)
            path = path.TrimEnd('/');
        if (isFolder && path.Length == 0)
            return;
        CheckPath(path);
        if (isFolder)
        {
            MakeFolders(path, folder);
            return;
        }

        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            throw Refuse("link", $"'{path}' is of the type {entry.EntryType}; allowed: plain files and folders");
        if (!_names.Add(path) || _folders.Contains(path))
            throw Refuse("duplicateName", $"'{path}' is there twice, in two letter cases, or as a folder too");
        if (_names.Count > limits.MaximumFiles)
            throw Refuse("oversize", $"has more than {limits.MaximumFiles} files");
        if (entry.Length > limits.MaximumFileBytes || (_totalBytes += entry.Length) > limits.MaximumTotalBytes)
            throw Refuse("oversize", $"at '{path}' has more than {limits.MaximumFileBytes} bytes in a file or {limits.MaximumTotalBytes} in all");
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            MakeFolders(parent, folder);
        Write(entry, path, Path.Combine(folder, path));
    }

    private static void CheckPath(string path)
    {
        if (path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Contains(".."))
            throw Refuse("pathOutside", $"'{Shown(path)}' leads out of the bundle");
        if (path.Length == 0 || PackPaths.Fault(path) is { })
            throw Refuse("forbiddenName", $"'{Shown(path)}' {(path.Length == 0 ? "is empty" : PackPaths.Fault(path))}");
    }

    // A name from an archive may steer a terminal.
    private static string Shown(string path) => new([.. path.Take(100).Select(letter => char.IsAsciiLetterOrDigit(letter) || "._-/\\ ".Contains(letter, StringComparison.Ordinal) ? letter : '?')]);

    private void MakeFolders(string path, string folder)
    {
        for (int end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            string one = end < 0 ? path : path[..end];
            if (_names.Contains(one))
                throw Refuse("duplicateName", $"'{one}' is a file and a folder");
            if (_folders.Add(one))
                Directory.CreateDirectory(Path.Combine(folder, one));
            if (end < 0)
                return;
        }
    }

    private void Write(TarEntry entry, string path, string target)
    {
        bool isProgram = (entry.Mode & UnixFileMode.UserExecute) != 0;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = isProgram ? ProgramMode : PlainMode;
        using var file = new FileStream(target, options);
        entry.DataStream?.CopyTo(file);
        if (file.Length != entry.Length)
            throw Refuse("damaged", $"'{path}' is cut short");
        file.Flush(flushToDisk: true);
        file.Position = 0;
        _hashes[path] = Convert.ToHexStringLower(SHA256.HashData(file));
        _hasProgram |= path == Program && isProgram;
    }

    private static UpdateRefusedException Refuse(string detail, string words) => new(UpdateFault.Form, "the bundle: " + words, detail);
}
