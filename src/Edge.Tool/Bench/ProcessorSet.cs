using System.Diagnostics;
using System.Numerics;

namespace Edge.Tool.Bench;

/// <summary>Keeps this process to a number of cores, so that a figure for two cores is one.</summary>
internal static class ProcessorSet
{
    /// <summary>Keeps all threads that are started from now on to the first <paramref name="cores"/> of the cores that the process may use.</summary>
    /// <exception cref="BenchException">It may use fewer.</exception>
    public static void KeepTo(int cores)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return;
        using Process self = Process.GetCurrentProcess();
        ulong allowed = (ulong)self.ProcessorAffinity, kept = 0;
        if (BitOperations.PopCount(allowed) < cores)
            throw new BenchException($"{cores} cores are asked for; this process may use {BitOperations.PopCount(allowed)}");
        for (int i = 0; i < cores; i++)
        {
            ulong lowest = allowed & (~allowed + 1);
            kept |= lowest;
            allowed &= ~lowest;
        }

        self.ProcessorAffinity = (nint)kept;
    }
}
