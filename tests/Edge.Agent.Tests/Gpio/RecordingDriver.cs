using System.Device.Gpio;

namespace Edge.Agent.Tests.Gpio;

/// <summary>A chip in memory, since test machines have none: remembers every level of every output.</summary>
internal sealed class RecordingDriver : GpioDriver
{
    private readonly Dictionary<int, PinMode> _modes = [];

    public List<(int Pin, PinValue Value)> Written { get; } = [];

    public bool IsDisposed { get; private set; }

    public bool IsPulledOut { get; set; }

    protected override int PinCount => 32;

    protected override void OpenPin(int pinNumber) => _modes[pinNumber] = PinMode.Input;

    protected override void ClosePin(int pinNumber) => _modes.Remove(pinNumber);

    protected override void SetPinMode(int pinNumber, PinMode mode) => _modes[pinNumber] = mode;

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode is PinMode.Input or PinMode.Output;

    protected override PinValue Read(int pinNumber) => Written.Last(w => w.Pin == pinNumber).Value;

    protected override void Write(int pinNumber, PinValue value)
    {
        if (IsPulledOut)
            throw new IOException("the chip is gone");
        Written.Add((pinNumber, value));
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => throw new NotSupportedException();

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
