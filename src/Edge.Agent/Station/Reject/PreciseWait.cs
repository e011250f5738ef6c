using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Station.Reject;

/// <summary>
/// A wait that ends to within the kernel's timer (whose slack is 50 microseconds unless set otherwise; .NET's own waits count whole milliseconds), or as soon as another
/// thread wakes it. One waiter; a wake that comes before the wait ends the next one. Allocates nothing after its construction.
/// </summary>
/// <remarks>With a clock other than the system's, the clock's timer ends the wait: made-up time has no kernel timer.</remarks>
internal sealed unsafe partial class PreciseWait : IDisposable
{
    private const int NonBlockingCloseOnExec = 0x80000 | 0x800;
    private const short In = 1;

    private readonly SafeFileHandle _event;
    private readonly ITimer? _timer;

    /// <summary>A wait by a clock.</summary>
    /// <exception cref="Win32Exception">The kernel gives no event.</exception>
    public PreciseWait(TimeProvider clock)
    {
        int descriptor = eventfd(0, NonBlockingCloseOnExec);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        _event = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!ReferenceEquals(clock, TimeProvider.System))
            _timer = clock.CreateTimer(static wait => ((PreciseWait)wait!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits.</summary>
    /// <param name="time">How long at most; zero or less not at all, <see cref="TimeSpan.MaxValue"/> until it is woken.</param>
    public void Wait(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
            Poll(time);
        ulong count;
        _ = read(_event, &count, sizeof(ulong));
    }

    /// <summary>Ends the wait, or the next one; without effect once it is disposed. Any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        try
        {
            _ = write(_event, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Nobody may wait any more.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _event.Dispose();
    }

    private void Poll(TimeSpan time)
    {
        var poll = new PollDescriptor { Descriptor = (int)_event.DangerousGetHandle(), Events = In };
        bool isBounded = time != TimeSpan.MaxValue;
        if (_timer is not null)
        {
            _timer.Change(isBounded ? time : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            isBounded = false;
        }

        long nanoseconds = isBounded ? Math.Min(time.Ticks, TimeSpan.TicksPerHour) * 100 : 0;
        var limit = new KernelTime { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        // A signal ends it early, which costs the caller one more look at the clock.
        _ = ppoll(&poll, 1, isBounded ? &limit : null, null);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial int ppoll(PollDescriptor* descriptors, nuint count, KernelTime* limit, void* signals);

    [LibraryImport("libc")]
    private static partial nint read(SafeFileHandle descriptor, void* buffer, nuint bytes);

    [LibraryImport("libc")]
    private static partial nint write(SafeFileHandle descriptor, void* buffer, nuint bytes);

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    private struct KernelTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
