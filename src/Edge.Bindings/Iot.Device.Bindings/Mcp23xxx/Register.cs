namespace Iot.Device.Mcp23xxx;

/// <summary>Registers of an expander (MCP23017 data sheet, 3.5).</summary>
public enum Register : byte
{
    /// <summary>Direction; a set bit is an input.</summary>
    IODIR = 0x00,

    /// <summary>Polarity of inputs; a set bit turns the level around.</summary>
    IPOL = 0x01,

    /// <summary>Pull-up resistors; a set bit is one of 100 kΩ.</summary>
    GPPU = 0x06,

    /// <summary>Reads the pins; writes the output latches.</summary>
    GPIO = 0x09,

    /// <summary>The output latches.</summary>
    OLAT = 0x0a,
}
