using System.Runtime.InteropServices;

namespace System.Device.Gpio.Drivers;

/// <summary>libgpiod 1.x, as its gpiod.h declares it.</summary>
internal static partial class Libgpiod
{
    /// <summary>The soname of libgpiod 1.x.</summary>
    private const string Library = "libgpiod.so.2";

    internal const int BiasPullDown = 1 << 4; // GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN
    internal const int BiasPullUp = 1 << 5; // GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP
    internal const int DirectionOutput = 2; // GPIOD_LINE_DIRECTION_OUTPUT
    internal const int LineBiasPullUp = 3; // GPIOD_LINE_BIAS_PULL_UP
    internal const int LineBiasPullDown = 4; // GPIOD_LINE_BIAS_PULL_DOWN
    internal const int RisingEdge = 1; // GPIOD_LINE_EVENT_RISING_EDGE

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint gpiod_chip_open_by_number(uint number);

    [LibraryImport(Library)]
    internal static partial void gpiod_chip_close(nint chip);

    [LibraryImport(Library)]
    internal static partial uint gpiod_chip_num_lines(nint chip);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint gpiod_chip_get_line(nint chip, uint offset);

    [LibraryImport(Library)]
    internal static partial int gpiod_line_direction(nint line);

    [LibraryImport(Library)]
    internal static partial int gpiod_line_bias(nint line);

    [LibraryImport(Library)]
    internal static partial void gpiod_line_release(nint line);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int gpiod_line_request_input_flags(nint line, string consumer, int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int gpiod_line_request_output(nint line, string consumer, int defaultValue);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int gpiod_line_request_both_edges_events_flags(nint line, string consumer, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int gpiod_line_get_value(nint line);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int gpiod_line_set_value(nint line, int value);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int gpiod_line_event_wait(nint line, in TimeSpec timeout);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int gpiod_line_event_read(nint line, out LineEvent lineEvent);

    /// <summary><c>struct timespec</c> on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary><c>struct gpiod_line_event</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineEvent
    {
        public TimeSpec Time;
        public int Type;
    }
}
