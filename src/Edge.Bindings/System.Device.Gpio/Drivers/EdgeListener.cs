#nullable enable

using System.Runtime.InteropServices;

namespace System.Device.Gpio.Drivers;

/// <summary>Listens for edges on one line, on the thread pool, until disposed.</summary>
internal sealed class EdgeListener : IDisposable
{
    private const int Interrupted = 4; // EINTR
    private static readonly Libgpiod.TimeSpec Slice = new() { Nanoseconds = 50_000_000 };

    private readonly CancellationTokenSource _end = new();
    private readonly int _pinNumber;
    private readonly nint _line;
    private readonly Task _loop;

    internal EdgeListener(int pinNumber, nint line, int bias, string consumer)
    {
        _pinNumber = pinNumber;
        _line = line;
        // The pull is asked for again: a request without it leaves it to the chip's driver, and a line that floats makes edges of its own.
        if (Libgpiod.gpiod_line_request_both_edges_events_flags(line, consumer, bias) < 0)
            throw new IOException($"Error while requesting event listener for pin {pinNumber}, error: {LibGpiodDriver.LastError()}");
        _loop = Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal event PinChangeEventHandler? Rising;

    internal event PinChangeEventHandler? Falling;

    internal bool IsUnused => Rising is null && Falling is null;

    internal CancellationToken Ended => _end.Token;

    public void Dispose()
    {
        _end.Cancel();
        try
        {
            _loop.GetAwaiter().GetResult();
        }
        finally
        {
            Rising = null;
            Falling = null;
            _end.Dispose();
        }
    }

    private void Listen()
    {
        while (!_end.IsCancellationRequested)
        {
            int waited = Libgpiod.gpiod_line_event_wait(_line, in Slice);
            if (waited == 0 || (waited < 0 && Marshal.GetLastPInvokeError() == Interrupted))
                continue;
            if (waited < 0)
                throw new IOException($"Error while waiting for event, error: {LibGpiodDriver.LastError()}, pin: {_pinNumber}");
            if (Libgpiod.gpiod_line_event_read(_line, out Libgpiod.LineEvent edge) < 0)
                throw new IOException($"Error while reading pin event result, error: {LibGpiodDriver.LastError()}");
            if (edge.Type == Libgpiod.RisingEdge)
                Rising?.Invoke(this, new PinValueChangedEventArgs(PinEventTypes.Rising, _pinNumber));
            else
                Falling?.Invoke(this, new PinValueChangedEventArgs(PinEventTypes.Falling, _pinNumber));
        }
    }
}
