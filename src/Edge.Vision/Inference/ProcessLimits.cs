using System.Runtime.InteropServices;

namespace Edge.Vision.Inference;

/// <summary>Limits that this process sets itself and can't lift again (setrlimit(2)). Elsewhere than on Linux it does nothing.</summary>
internal static partial class ProcessLimits
{
    private const int CpuSeconds = 0;
    private const int DataBytes = 2;

    /// <summary>
    /// Allows <paramref name="bytes"/> more of writable private memory than there is now. The address space is no measure:
    /// the managed heap reserves hundreds of gigabytes of it and touches none.
    /// </summary>
    public static void LimitMemory(long bytes) => Set(DataBytes, (ulong)(CurrentDataBytes() + bytes));

    /// <summary>Ends the process when it has used <paramref name="seconds"/> of processor time.</summary>
    public static void LimitCpu(long seconds) => Set(CpuSeconds, (ulong)seconds);

    private static void Set(int resource, ulong limit)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Limit both = new() { Soft = limit, Hard = limit };
        // Where the limit can't be set, the parent's time limit still holds, and the kernel's own for memory.
        _ = SetResourceLimit(resource, both);
    }

    private static long CurrentDataBytes()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmData:", StringComparison.Ordinal) && long.TryParse(line.AsSpan(7).Trim().TrimEnd("kB").Trim(), out long kibibytes))
                return kibibytes * 1024;
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
