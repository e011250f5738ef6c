using static Edge.Agent.Configuration.Description.FieldTraits;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of lines, expanders and sensors.</summary>
internal static class GpioTable
{
    private const int MaximumChips = 16;
    private static readonly NumberType<int> Bus = new(0, 255);

    public static readonly ObjectType<GpioChipSettings> Chip = new(new GpioChipSettings { Id = "" }, "A chip with lines.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name that lines call it by, unique among the chips.", Required },
        { "kind", Choice<GpioChipKind>(), s => s.Kind, (s, v) => s with { Kind = v }, "`gpiochip`: one of the kernel's. `mcp23017`: an expander on an I2C bus, lines 0 to 7 its port A and 8 to 15 its port B; it has no pull down. `simulated`: lines of another process, for tests and demonstrations." },
        { "number", new NumberType<int>(0, 63), s => s.Number, (s, v) => s with { Number = v }, "For `gpiochip`: N of `/dev/gpiochipN`." },
        { "bus", Bus, s => s.Bus, (s, v) => s with { Bus = v }, "For `mcp23017`: N of `/dev/i2c-N`." },
        { "address", new I2cAddressType(0x20, 0x27), s => s.Address, (s, v) => s with { Address = v }, "For `mcp23017`: its address on the bus." },
        { "pollEvery", Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)), s => s.PollEvery, (s, v) => s with { PollEvery = v }, "For `mcp23017`: how often its inputs are looked at. Its edges are late by up to this long, and a shorter pulse may be missed." },
        { "socket", SettingTypes.Path, s => s.Socket, (s, v) => s with { Socket = v }, "For `simulated`: the Unix socket on which the simulation listens.", FieldTraits.Path },
    };

    public static readonly ObjectType<EnclosureSettings> Enclosure = new(new EnclosureSettings(), "A sensor of the air inside the enclosure, on an I2C bus; read into telemetry.")
    {
        { "kind", Choice<EnclosureSensorKind>(), s => s.Kind, (s, v) => s with { Kind = v }, "`bmp280`: temperature and air pressure. `bme280`: humidity too.", Restart },
        { "bus", Bus, s => s.Bus, (s, v) => s with { Bus = v }, "N of `/dev/i2c-N`.", Restart },
        { "address", new I2cAddressType(0x76, 0x77), s => s.Address, (s, v) => s with { Address = v }, "Its address on the bus: 0x76 with SDO low, 0x77 with SDO high.", Restart },
    };

    public static readonly ObjectType<GpioSettings> Gpio = new(new GpioSettings(), "Lines, expanders and sensors that the device has beside its cameras.")
    {
        { "chip", new NumberType<int>(0, 63), s => s.Chip, (s, v) => s with { Chip = v }, "GPIO chip number of the status light (`/dev/gpiochipN`), and of every line that names no chip while `chips` is empty.", Restart },
        { "statusLine", new NumberType<int>(-1, 1023), s => s.StatusLine, (s, v) => s with { StatusLine = v }, "Line of a light; -1 is none. On: watching. Slow pulse: starting. Blinking: blind. Short blink once a second: slowed, since the chip is hot. Fast double blink: a station is in fail-safe. Off: ended.", Restart },
        { "chips", new ListType<GpioChipSettings>(Chip, 0, MaximumChips), s => s.Chips, (s, v) => s with { Chips = v }, "The chips that lines are on. Empty is one: the gpiochip of `chip`.", Restart },
        { "enclosure", Enclosure, s => s.Enclosure, (s, v) => s with { Enclosure = v }, Enclosure.Title, Restart },
    };
}
