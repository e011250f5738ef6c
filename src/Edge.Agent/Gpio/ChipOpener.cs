using System.Device.Gpio.Drivers;
using System.Device.I2c;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio.Simulated;

namespace Edge.Agent.Gpio;

/// <summary>Opens chips.</summary>
internal static class ChipOpener
{
    /// <summary>Opens a chip.</summary>
    /// <exception cref="LineException">It is not there, or may not be opened.</exception>
    public static LineChip Open(GpioChipSettings chip) => Open(chip, I2cDevice.Create);

    /// <summary>Opens a chip, on I2C through <paramref name="i2c"/>.</summary>
    /// <exception cref="LineException">It is not there, or may not be opened.</exception>
    public static LineChip Open(GpioChipSettings chip, Func<I2cConnectionSettings, I2cDevice> i2c)
    {
        string name = LineChips.NameOf(chip);
        try
        {
            return chip.Kind switch
            {
                GpioChipKind.Gpiochip => new LineChip(name, new LibGpiodDriver(chip.Number)),
                GpioChipKind.Mcp23017 => ExpanderChip.Open(name, chip, i2c(new I2cConnectionSettings(chip.Bus, chip.Address))),
                GpioChipKind.Simulated => new LineChip(name, new SimulatedLineDriver(chip.Socket)),
                _ => throw new NotSupportedException($"there is no driver for {chip.Kind}"),
            };
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            throw new LineException(name, -1, $"{name} cannot be opened: {e.Message.TrimEnd('.')}; allowed: {Allowed(chip)}.", e);
        }
    }

    private static string Allowed(GpioChipSettings chip) => chip.Kind switch
    {
        GpioChipKind.Gpiochip => DeviceFiles.Present("gpiochip"),
        GpioChipKind.Mcp23017 => "an MCP23017 that answers at 0x20 to 0x27 on a bus of this machine: " + DeviceFiles.Present("i2c-"),
        GpioChipKind.Simulated => "the socket of a simulation that is running",
        _ => "",
    };
}
