using System.Globalization;

namespace Edge.Tool.Bench;

/// <summary>Memory of this process, as the kernel counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident now, in bytes; 0 where the kernel doesn't say.</summary>
    public static long ResidentBytes => Read("VmRSS:");

    /// <summary>Resident at most so far.</summary>
    public static long PeakBytes => Read("VmHWM:");

    private static long Read(string field)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return 0;
        foreach (string line in File.ReadLines(Status))
        {
            if (line.StartsWith(field, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(field.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
            {
                return kibibytes * 1024;
            }
        }

        return 0;
    }
}
