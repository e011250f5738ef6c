using System.Device.I2c;

namespace Iot.Device.Mcp23xxx;

/// <summary>Expanders with sixteen pins.</summary>
public abstract class Mcp23x1x : Mcp23xxx
{
    private protected Mcp23x1x(I2cDevice device)
        : base(device)
    {
    }

    /// <inheritdoc/>
    protected override int PinCount => 16;

    /// <summary>Reads a register of one port.</summary>
    public byte ReadByte(Register register, Port port) => ReadOne(register, port);

    /// <summary>Writes a register of one port.</summary>
    public void WriteByte(Register register, byte value, Port port) => WriteOne(register, value, port);

    /// <summary>Reads a register of both ports, port A in the low byte.</summary>
    public ushort ReadUInt16(Register register) => ReadBoth(register);

    /// <summary>Writes a register of both ports, port A in the low byte.</summary>
    public void WriteUInt16(Register register, ushort value) => WriteBoth(register, value);
}
