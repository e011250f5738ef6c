#nullable enable

using System.Device.Gpio;
using System.Device.I2c;

namespace Iot.Device.Mcp23xxx;

/// <summary>An MCP23017: sixteen pins on I2C.</summary>
public class Mcp23017 : Mcp23x1x
{
    /// <summary>An expander on <paramref name="i2cDevice"/>, which stays the caller's, with all its pins inputs.</summary>
    /// <param name="i2cDevice">Where it is.</param>
    /// <param name="reset">The pin on its reset; the system flavour has none.</param>
    /// <param name="interruptA">The pin on its INTA; the system flavour has none.</param>
    /// <param name="interruptB">The pin on its INTB; the system flavour has none.</param>
    /// <param name="controller">The controller of those three.</param>
    /// <param name="shouldDispose">Whether the controller is disposed with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The address is not 0x20 to 0x27.</exception>
    /// <exception cref="IOException">It does not answer.</exception>
    public Mcp23017(I2cDevice i2cDevice, int reset = -1, int interruptA = -1, int interruptB = -1, GpioController? controller = null, bool shouldDispose = true)
        : base(Checked(i2cDevice))
    {
        if (reset != -1 || interruptA != -1 || interruptB != -1)
            throw new NotSupportedException("The system flavour drives no reset and hears no interrupts.");
        _ = controller;
        _ = shouldDispose;
    }

    private static I2cDevice Checked(I2cDevice device) => device.ConnectionSettings.DeviceAddress is >= 0x20 and <= 0x27
        ? device
        : throw new ArgumentOutOfRangeException(nameof(device), "The Mcp23017 address must be between 32 (0x20) and 39 (0x27).");
}
