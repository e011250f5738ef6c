using System.Runtime.InteropServices;

namespace Edge.Agent.Health;

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

    /// <summary>
    /// Gives free pages back to the system. After something large was replaced (a model, a camera): old and new stood side by side for a moment,
    /// and glibc keeps by itself what that took, in pieces, so that it would seem to grow with every reload. Takes some milliseconds.
    /// </summary>
    public static void Trim()
    {
        try
        {
            _ = TrimFree(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: it has no such call.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int TrimFree(nuint keepBytes);
}
