using System.Device.I2c;
using Edge.Agent.Configuration;
using Iot.Device.Mcp23xxx;

namespace Edge.Agent.Gpio;

/// <summary>
/// An MCP23017. Opening it makes all its pins inputs: until its outputs are opened their pull resistors hold them. Its inputs are polled.
/// </summary>
internal sealed class ExpanderChip : LineChip
{
    private readonly Mcp23017 _expander;
    private readonly I2cDevice _device;

    private ExpanderChip(string name, Mcp23017 expander, I2cDevice device, TimeSpan pollEvery)
        : base(name, expander, () => expander.ReadUInt16(Register.GPIO), pollEvery)
    {
        _expander = expander;
        _device = device;
    }

    /// <summary>Opens the chip.</summary>
    /// <param name="name">The chip as people know it.</param>
    /// <param name="settings">Its poll period.</param>
    /// <param name="device">Owned.</param>
    /// <exception cref="IOException">It does not answer, or not as an MCP23017 does.</exception>
    public static ExpanderChip Open(string name, GpioChipSettings settings, I2cDevice device)
    {
        try
        {
            var expander = new Mcp23017(device);
            // What the driver has just written. A bus without the chip may read as all ones or all zeros; one of the two registers shows either.
            ushort direction = expander.ReadUInt16(Register.IODIR);
            ushort polarity = expander.ReadUInt16(Register.IPOL);
            if (direction != 0xFFFF || polarity != 0)
                throw new IOException($"what answers there is no MCP23017: its registers IODIR and IPOL were set to 0xffff and 0x0000 and read 0x{direction:x4} and 0x{polarity:x4}");
            return new ExpanderChip(name, expander, device, settings.PollEvery);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _device.Dispose();
    }

    // The driver turns a pin into an output and sets its level after that; with its latch set before, it never has another level.
    protected override void PrepareOutput(int line, bool level)
    {
        (Port port, int bit) = line < 8 ? (Port.PortA, 1 << line) : (Port.PortB, 1 << (line - 8));
        int latches = _expander.ReadByte(Register.OLAT, port);
        _expander.WriteByte(Register.OLAT, (byte)(level ? latches | bit : latches & ~bit), port);
    }
}
