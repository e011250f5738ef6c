using System.Runtime.InteropServices;

namespace Edge.Agent.Hosting;

/// <summary>Keeps the C library's heap small.</summary>
internal static partial class NativeHeap
{
    private const int ArenaMaximum = -8; // M_ARENA_MAX of glibc's malloc.h
    private const int Arenas = 2;

    /// <summary>
    /// Lets native code allocate from two arenas only. glibc would make up to eight for each processor, and a decoder or a JPEG
    /// encoder that runs on one thread now and on another later would in time have grown each of them to its own peak.
    /// Call it before any other thread runs native code. <c>MALLOC_ARENA_MAX</c> in the environment goes before it.
    /// </summary>
    public static void LimitArenas()
    {
        if (Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is not null)
            return;
        try
        {
            _ = SetOption(ArenaMaximum, Arenas);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: it has no such arenas.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
