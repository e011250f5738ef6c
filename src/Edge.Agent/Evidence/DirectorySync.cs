using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Evidence;

/// <summary>Makes a directory's entries durable: after a rename the name lies on disk only when its directory was synced too, which .NET does not do.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on x86
    private const int ReadOnlyDirectoryArm = 0x4000; // the same on ARM

    /// <summary>Syncs a directory.</summary>
    /// <exception cref="IOException">It cannot be synced.</exception>
    public static void Flush(string path)
    {
        bool isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
        using SafeFileHandle handle = open(path, isArm ? ReadOnlyDirectoryArm : ReadOnlyDirectory);
        if (handle.IsInvalid || fsync(handle) != 0)
            throw new IOException($"the folder {path} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle handle);
}
