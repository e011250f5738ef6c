namespace Iot.Device.Mcp23xxx;

/// <summary>Half of an expander's pins.</summary>
public enum Port
{
    /// <summary>Pins 0 to 7.</summary>
    PortA,

    /// <summary>Pins 8 to 15.</summary>
    PortB,
}
