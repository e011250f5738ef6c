using System.Runtime.InteropServices;

namespace Edge.Cloud.Artifacts;

/// <summary>Makes creations and renames in a folder survive a power cut; .NET's file calls do not. (The agent has its own: the cloud may not reference it.)</summary>
internal static partial class FolderSync
{
    private const int OpenFolder = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on x64
    private const int OpenFolderArm = 0x4000 | 0x80000; // O_DIRECTORY differs on arm and arm64

    /// <summary>Waits until the folder's entries are on disk.</summary>
    /// <exception cref="IOException">The folder can't be opened or synced.</exception>
    public static void Flush(string folder)
    {
        int descriptor = Open(folder, RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? OpenFolderArm : OpenFolder);
        if (descriptor < 0)
            throw new IOException($"open of folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"fsync of folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
