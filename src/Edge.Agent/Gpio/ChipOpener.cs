using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio.Simulated;

namespace Edge.Agent.Gpio;

/// <summary>Opens chips.</summary>
internal static class ChipOpener
{
    /// <summary>Opens a chip.</summary>
    /// <exception cref="LineException">It is not there, or may not be opened.</exception>
    public static LineChip Open(GpioChipSettings chip)
    {
        string name = LineChips.NameOf(chip);
        try
        {
            GpioDriver driver = chip.Kind switch
            {
                GpioChipKind.Gpiochip => new LibGpiodDriver(chip.Number),
                GpioChipKind.Simulated => new SimulatedLineDriver(chip.Socket),
                _ => throw new NotSupportedException($"no driver for {chip.Kind}"),
            };
            return new LineChip(name, driver, null);
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            throw new LineException(name, -1, $"{name} cannot be opened: {e.Message.TrimEnd('.')}; allowed: {Allowed(chip)}.", e);
        }
    }

    private static string Allowed(GpioChipSettings chip) => chip.Kind switch
    {
        GpioChipKind.Gpiochip => Present("/dev/", "gpiochip") is { Length: > 0 } found ? found : "a machine with /dev/gpiochipN, of which this one has none",
        GpioChipKind.Simulated => "the socket of a simulation that is running",
        _ => "",
    };

    private static string Present(string folder, string prefix) =>
        string.Join(", ", Directory.EnumerateFiles(folder, prefix + "*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
