using System.Device.Gpio;
using System.Device.I2c;

namespace Iot.Device.Mcp23xxx;

/// <summary>Microchip's expanders, with their registers in the order that they have after power on: port A and port B in turn.</summary>
public abstract class Mcp23xxx : GpioDriver
{
    private const string NoInterrupts = "No GPIO controller available. Specify a GPIO controller and the relevant interrupt line numbers in the constructor";

    private readonly Lock _gate = new();
    private readonly HashSet<int> _open = [];
    private readonly I2cDevice _device;

    // What the latches hold. A write of what they hold already is spared.
    private ushort? _latches;

    /// <summary>Puts the chip into the state that it has after power on: all pins inputs, latches low, polarity straight.</summary>
    private protected Mcp23xxx(I2cDevice device)
    {
        _device = device;
        WriteBoth(Register.IODIR, 0xFFFF);
        WriteBoth(Register.GPIO, 0);
        WriteBoth(Register.IPOL, 0);
    }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber) => _open.Add(pinNumber);

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber) => _open.Remove(pinNumber);

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode is PinMode.Input or PinMode.Output or PinMode.InputPullUp;

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber)
    {
        (Port port, int bit) = PlaceOf(pinNumber);
        return (ReadOne(Register.IODIR, port) & bit) != 0 ? PinMode.Input : PinMode.Output;
    }

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        if (!IsPinModeSupported(pinNumber, mode))
            throw new ArgumentException("The Mcp controller supports the following pin modes: Input, Output and InputPullUp.");
        (Port port, int bit) = PlaceOf(pinNumber);
        lock (_gate)
        {
            Change(Register.IODIR, port, bit, isSet: mode != PinMode.Output);
            Change(Register.GPPU, port, bit, isSet: mode == PinMode.InputPullUp);
        }
    }

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber)
    {
        (Port port, int bit) = PlaceOf(pinNumber);
        return ReadOne(Register.GPIO, port) & bit;
    }

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value)
    {
        (Port port, _) = PlaceOf(pinNumber);
        lock (_gate)
        {
            _latches ??= ReadBoth(Register.OLAT);
            int wanted = value == PinValue.High ? _latches.Value | (1 << pinNumber) : _latches.Value & ~(1 << pinNumber);
            if (wanted == _latches)
                return;
            WriteOne(Register.GPIO, (byte)(port == Port.PortA ? wanted : wanted >> 8), port);
            _latches = (ushort)wanted;
        }
    }

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new InvalidOperationException(NoInterrupts);

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new InvalidOperationException("No valid GPIO controller defined. And no callbacks registered either.");

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(NoInterrupts);

    private protected byte ReadOne(Register register, Port port)
    {
        Span<byte> value = stackalloc byte[1];
        _device.WriteRead([AddressOf(register, port)], value);
        return value[0];
    }

    private protected void WriteOne(Register register, byte value, Port port) => _device.Write([AddressOf(register, port), value]);

    private protected ushort ReadBoth(Register register)
    {
        Span<byte> values = stackalloc byte[2];
        _device.WriteRead([AddressOf(register, Port.PortA)], values);
        return (ushort)(values[0] | (values[1] << 8));
    }

    private protected void WriteBoth(Register register, ushort value) => _device.Write([AddressOf(register, Port.PortA), (byte)value, (byte)(value >> 8)]);

    // IOCON.BANK = 0: IODIRA, IODIRB, IPOLA, IPOLB, …
    private static byte AddressOf(Register register, Port port) => (byte)(((byte)register * 2) + (port == Port.PortA ? 0 : 1));

    private (Port Port, int Bit) PlaceOf(int pinNumber)
    {
        if (pinNumber < 0 || pinNumber >= PinCount)
            throw new ArgumentOutOfRangeException(nameof(pinNumber), $"Only pins 0 through {PinCount - 1} are valid.");
        return pinNumber < 8 ? (Port.PortA, 1 << pinNumber) : (Port.PortB, 1 << (pinNumber - 8));
    }

    private void Change(Register register, Port port, int bit, bool isSet)
    {
        int before = ReadOne(register, port);
        WriteOne(register, (byte)(isSet ? before | bit : before & ~bit), port);
    }
}
