using System.Device.Gpio;

namespace Edge.Agent.Tests.Station.Reject;

/// <summary>A chip in memory whose line can be welded to a level, as a relay or a broken wire is: writing succeeds, reading tells.</summary>
internal sealed class StuckDriver : GpioDriver
{
    private readonly PinValue[] _levels = new PinValue[8];
    private volatile int _stuck = -1;

    /// <summary>The line that stays low; -1 is none.</summary>
    public int Stuck
    {
        get => _stuck;
        set => _stuck = value;
    }

    public PinValue LevelOf(int pin) => _levels[pin];

    protected override int PinCount => _levels.Length;

    protected override void OpenPin(int pinNumber) => _levels[pinNumber] = PinValue.Low;

    protected override void ClosePin(int pinNumber) => _levels[pinNumber] = PinValue.Low;

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
    }

    protected override PinMode GetPinMode(int pinNumber) => PinMode.Output;

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) => _levels[pinNumber];

    protected override void Write(int pinNumber, PinValue value) => _levels[pinNumber] = pinNumber == Stuck ? PinValue.Low : value;

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => throw new NotSupportedException();

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => throw new NotSupportedException();
}
