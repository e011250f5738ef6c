using System.Runtime.InteropServices;

namespace Edge.Cloud.Storage;

/// <summary>Small files that are whole or not there, whenever the power fails: keys, certificates, lists.</summary>
internal static partial class PrivateFile
{
    /// <summary>Only the owner may read and write.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Everybody may read.</summary>
    public const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Writes beside the place, waits for the disk, renames, and waits for the folder. What was at <paramref name="path"/> is replaced.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerOnly)
    {
        string beside = $"{path}.{Guid.CreateVersion7():N}.new"; // Several processes may write the same file.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using (var file = new FileStream(beside, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Makes creations and renames in a folder survive a power cut: .NET's calls alone do not.</summary>
    /// <exception cref="IOException">The folder can't be opened or synced.</exception>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw new IOException($"open of folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        int status = Sync(descriptor);
        string error = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (status != 0)
            throw new IOException($"fsync of folder {folder} failed: {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
