using System.Runtime.InteropServices;

namespace MQTTnet.Native;

/// <summary>
/// poll and eventfd, so that the client waits on its own terms:
/// libmosquitto's own loop uses select, which cannot watch descriptors over 1023.
/// </summary>
internal static unsafe partial class Libc
{
    internal const short PollIn = 1;
    internal const short PollOut = 4;

    private const int EventFdFlags = 0x800 | 0x80000; // EFD_NONBLOCK | EFD_CLOEXEC

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    internal static int CreateEvent() => Check(eventfd(0, EventFdFlags), "eventfd");

    internal static void Signal(int fd)
    {
        ulong one = 1;
        _ = write(fd, &one, sizeof(ulong));
    }

    internal static void Drain(int fd)
    {
        ulong count;
        _ = read(fd, &count, sizeof(ulong));
    }

    internal static void Poll(Span<PollFd> entries, int timeoutMs)
    {
        fixed (PollFd* first = entries)
            _ = poll(first, (nuint)entries.Length, timeoutMs);
    }

    /// <summary>A file that lives in memory only, with these bytes; freed with its last descriptor.</summary>
    internal static int CreateMemoryFile(ReadOnlySpan<byte> content)
    {
        int fd = Check(memfd_create("mqtt-tls", 1 /* MFD_CLOEXEC */), "memfd_create");
        fixed (byte* bytes = content)
        {
            int done = 0;
            while (done < content.Length)
            {
                nint written = write(fd, bytes + done, (nuint)(content.Length - done));
                if (written <= 0)
                {
                    close(fd);
                    throw new IOException("Cannot write a memory file: " + Marshal.GetLastPInvokeErrorMessage());
                }

                done += (int)written;
            }
        }

        return fd;
    }

    /// <summary>Keeps child processes from inheriting a descriptor.</summary>
    internal static void CloseOnExec(int fd) => _ = fcntl(fd, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);

    internal static void Close(int fd) => _ = close(fd);

    internal static void Free(IntPtr memory) => NativeMemory.Free((void*)memory);

    private static int Check(int result, string function) =>
        result >= 0 ? result : throw new IOException($"{function}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int fd, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int fd, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollFd* entries, nuint count, int timeoutMs);

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
