using System.Globalization;

namespace Edge.Agent.Health.Telemetry;

/// <summary>Reads the process's own numbers, from the kernel where it has them.</summary>
internal static class ProcessProbe
{
    /// <summary>Numbers of this process.</summary>
    /// <param name="uptime">Since when it counts.</param>
    /// <param name="dataPath">A folder on the disk whose room matters.</param>
    /// <param name="cpuCelsius">The temperature.</param>
    public static ProcessTelemetry Read(TimeSpan uptime, string dataPath, double? cpuCelsius)
    {
        (long? resident, int? threads) = ReadStatus();
        return new ProcessTelemetry(
            uptime,
            resident,
            GC.GetTotalMemory(forceFullCollection: false),
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            threads,
            CountHandles(),
            Environment.CpuUsage.TotalTime,
            cpuCelsius,
            DiskFree(dataPath));
    }

    private static (long? ResidentBytes, int? Threads) ReadStatus()
    {
        long? resident = null;
        int? threads = null;
        try
        {
            foreach (string line in File.ReadLines("/proc/self/status"))
            {
                if (line.StartsWith("VmRSS:", StringComparison.Ordinal) && Number(line) is { } kibibytes)
                    resident = kibibytes * 1024;
                else if (line.StartsWith("Threads:", StringComparison.Ordinal))
                    threads = (int?)Number(line);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or /proc is hidden: no number is better than a wrong one.
        }

        return (resident, threads);
    }

    private static long? Number(string line) =>
        long.TryParse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static int? CountHandles()
    {
        try
        {
            // Less the one that counts them.
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() - 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? DiskFree(string dataPath)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(dataPath)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
