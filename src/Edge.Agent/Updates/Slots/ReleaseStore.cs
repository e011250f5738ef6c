using System.Security.Cryptography;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Slots;

/// <summary>
/// Verified releases by content: <c>store/SHA256/FILE</c>. What arrives lies in <c>incoming</c> until its hash was compared and it is on disk;
/// then its folder is moved over, whole. Deletions move it back first: half a folder is never in the store.
/// </summary>
internal sealed class ReleaseStore(UpdateFolders folders)
{
    private const string Gone = ".gone";

    /// <summary>Whether this is a SHA-256: 64 lower-case hexadecimal digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Where the file of a release is to arrive; its folder is made. What an earlier attempt left there stays.</summary>
    public string Incoming(ReleaseKind kind, string sha256)
    {
        Directory.CreateDirectory(folders.Incoming);
        string folder = Path.Combine(folders.Incoming, Checked(sha256));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, UpdateFolders.FileOf(kind));
    }

    /// <summary>The file of a release in the store; null where it is not there. It was whole when it came: <see cref="Verify"/> says whether it still is.</summary>
    public string? Find(ReleaseKind kind, string sha256)
    {
        string path = Path.Combine(folders.Store, Checked(sha256), UpdateFolders.FileOf(kind));
        return File.Exists(path) ? path : null;
    }

    /// <summary>The file of any kind with this content: what a delta can start from; null where there is none.</summary>
    public string? FindAny(string sha256) => SlotSet.Kinds.Select(kind => Find(kind, sha256)).FirstOrDefault(path => path is not null);

    /// <summary>Compares a file with what it must be.</summary>
    /// <exception cref="UpdateRefusedException">Its size or its hash differs.</exception>
    public static void Verify(string file, long? sizeBytes, string sha256)
    {
        using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (sizeBytes is { } size && content.Length != size)
            throw new UpdateRefusedException(UpdateFault.WrongSize, $"'{Path.GetFileName(file)}' has {content.Length} bytes; signed are {size}");
        string actual = Convert.ToHexStringLower(SHA256.HashData(content));
        if (actual != sha256)
            throw new UpdateRefusedException(UpdateFault.WrongHash, $"'{Path.GetFileName(file)}' has SHA-256 {actual}; signed is {sha256}");
    }

    /// <summary>Whether the release is there and whole.</summary>
    public bool IsSound(ReleaseKind kind, string sha256)
    {
        try
        {
            if (Find(kind, sha256) is not { } file)
                return false;
            Verify(file, null, sha256);
            return true;
        }
        catch (Exception e) when (e is UpdateRefusedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Waits until a file that arrived, and its name, are on disk.</summary>
    public static void MakeDurable(string file)
    {
        using (FileStream content = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1))
            content.Flush(flushToDisk: true);
        string folder = Path.GetDirectoryName(file)!;
        DirectorySync.Flush(folder);
        DirectorySync.Flush(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Moves a verified release from <c>incoming</c> into the store. Done already, it does nothing.</summary>
    public void Accept(ReleaseKind kind, string sha256)
    {
        string from = Path.Combine(folders.Incoming, Checked(sha256)), to = Path.Combine(folders.Store, sha256);
        if (Directory.Exists(to))
        {
            if (IsSound(kind, sha256))
                return;
            Remove(to);
        }

        string file = Path.Combine(from, UpdateFolders.FileOf(kind));
        // What a resumed download keeps beside the file is not part of the release.
        foreach (string other in Directory.GetFiles(from).Where(path => path != file))
            File.Delete(other);
        MakeDurable(file);
        Directory.Move(from, to);
        // The new place first: a release that is in neither would only have to be fetched again, but none may be in the store by halves.
        DirectorySync.Flush(folders.Store);
        DirectorySync.Flush(folders.Incoming);
    }

    /// <summary>Deletes what arrived of a release and was not taken.</summary>
    public void Discard(string sha256)
    {
        string folder = Path.Combine(folders.Incoming, Checked(sha256));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Deletes everything but the named releases, in the store and on the way there.</summary>
    public void Sweep(IReadOnlySet<string> keep)
    {
        if (!Directory.Exists(folders.Store) || !Directory.Exists(folders.Incoming))
            return;
        foreach (string folder in Directory.GetDirectories(folders.Store).Where(path => !keep.Contains(Path.GetFileName(path))))
            Remove(folder);
        foreach (string folder in Directory.GetDirectories(folders.Incoming).Where(path => !keep.Contains(Path.GetFileName(path))))
            Directory.Delete(folder, recursive: true);
    }

    private static string Checked(string sha256) =>
        IsSha256(sha256) ? sha256 : throw new UpdateRefusedException(UpdateFault.Form, "the SHA-256 of a release is not 64 lower-case hexadecimal digits", "name");

    private void Remove(string folder)
    {
        string aside = Path.Combine(folders.Incoming, Path.GetFileName(folder) + Gone);
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.Move(folder, aside);
        // On disk before its files go: a cut would otherwise bring it back without some of them.
        DirectorySync.Flush(folders.Incoming);
        DirectorySync.Flush(folders.Store);
        Directory.Delete(aside, recursive: true);
    }
}
