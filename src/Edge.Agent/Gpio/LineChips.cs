using Edge.Agent.Configuration;

namespace Edge.Agent.Gpio;

/// <summary>Which chip a line's settings mean.</summary>
internal static class LineChips
{
    /// <summary>The chip of an id; empty is the first.</summary>
    /// <exception cref="LineException">There is no chip of this id.</exception>
    public static GpioChipSettings Find(GpioSettings settings, string id, int line)
    {
        if (id.Length == 0)
            return settings.Chips.Count > 0 ? settings.Chips[0] : Plain(settings.Chip);
        return settings.Chips.FirstOrDefault(chip => chip.Id == id)
            ?? throw new LineException(id, line, $"There is no chip \"{id}\" for line {line}; allowed: {Ids(settings)}.");
    }

    /// <summary>The chip of the status light: a gpiochip, also where other chips are listed.</summary>
    public static GpioChipSettings StatusLight(GpioSettings settings) => Plain(settings.Chip);

    /// <summary>What a chip is, for people; the same for two ids of one chip.</summary>
    public static string NameOf(GpioChipSettings chip) => chip.Kind switch
    {
        GpioChipKind.Gpiochip => $"gpiochip{chip.Number}",
        GpioChipKind.Mcp23017 => $"the MCP23017 at 0x{chip.Address:x2} on I2C bus {chip.Bus}",
        GpioChipKind.Simulated => $"the simulated chip at {chip.Socket}",
        _ => throw new ArgumentOutOfRangeException(nameof(chip), chip.Kind, "no such kind of chip"),
    };

    private static GpioChipSettings Plain(int number) => new() { Id = "", Number = number };

    private static string Ids(GpioSettings settings) => settings.Chips.Count == 0
        ? $"\"\", which is gpiochip{settings.Chip}, since gpio.chips lists none"
        : string.Join(", ", settings.Chips.Select(chip => $"\"{chip.Id}\""));
}
