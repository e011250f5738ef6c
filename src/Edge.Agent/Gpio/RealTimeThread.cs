using System.Runtime.InteropServices;

namespace Edge.Agent.Gpio;

/// <summary>Lets threads that belong to lines run before ordinary ones: their work is short, and what they are late with is late on the belt.</summary>
internal static unsafe partial class RealTimeThread
{
    private const int Fifo = 1;

    /// <summary>Puts the calling thread first, where the process may (CAP_SYS_NICE, or a limit for real-time priority).</summary>
    /// <returns>Whether it is now.</returns>
    public static bool TryBecome()
    {
        int priority = 20;
        return sched_setscheduler(0, Fifo, &priority) == 0;
    }

    [LibraryImport("libc")]
    private static partial int sched_setscheduler(int thread, int policy, int* priority);
}
