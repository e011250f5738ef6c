using System.Runtime.InteropServices;

namespace Edge.Agent.Outbox;

/// <summary>Makes creations, renames and deletions in a folder survive a power cut; .NET's file calls do not.</summary>
public static partial class DirectorySync
{
    private const int OpenDirectoryReadOnlyCloseOnExec = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on x64
    private const int OpenDirectoryReadOnlyCloseOnExecArm = 0x4000 | 0x80000; // O_DIRECTORY differs on arm and arm64

    /// <summary>Waits until the folder's entries are on disk.</summary>
    /// <exception cref="IOException">The folder cannot be opened or synced; names the folder and the system's error.</exception>
    public static void Flush(string folder)
    {
        int flags = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64
            ? OpenDirectoryReadOnlyCloseOnExecArm
            : OpenDirectoryReadOnlyCloseOnExec;
        int descriptor = Open(folder, flags);
        if (descriptor < 0)
            throw Failure("open", folder);
        try
        {
            if (Sync(descriptor) != 0)
                throw Failure("fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string folder) =>
        new($"{call} of folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
