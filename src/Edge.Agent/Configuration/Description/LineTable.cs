using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of input and output lines.</summary>
internal static class LineTable
{
    private static readonly TextType ChipId = new("an id", "^[A-Za-z0-9_-]{0,64}$", 64);
    private static readonly NumberType<int> Number = new(-1, 1023);

    public static readonly ObjectType<InputLineSettings> Input = new(new InputLineSettings(), "A line that is read.")
    {
        { "chip", ChipId, s => s.Chip, (s, v) => s with { Chip = v }, "Id of its chip among `gpio.chips`; empty is the first one." },
        { "line", Number, s => s.Line, (s, v) => s with { Line = v }, "Its number on the chip; -1 is none." },
        { "activeLow", SettingTypes.Boolean, s => s.ActiveLow, (s, v) => s with { ActiveLow = v }, "Whether the low level is the active one." },
        { "edge", Choice<LineEdges>(), s => s.Edge, (s, v) => s with { Edge = v }, "Which edges count: `rising` is towards active, also where that is the low level." },
        { "pull", Choice<LinePull>(), s => s.Pull, (s, v) => s with { Pull = v }, "What holds the line while nothing drives it." },
        { "debounce", Duration(TimeSpan.Zero, TimeSpan.FromSeconds(10)), s => s.Debounce, (s, v) => s with { Debounce = v }, "How long the level must stay for its edge to count; zero is every edge." },
    };

    public static readonly ObjectType<OutputLineSettings> Output = new(new OutputLineSettings(), "A line that is driven.")
    {
        { "chip", ChipId, s => s.Chip, (s, v) => s with { Chip = v }, "Id of its chip among `gpio.chips`; empty is the first one." },
        { "line", Number, s => s.Line, (s, v) => s with { Line = v }, "Its number on the chip; -1 is none." },
        { "activeLow", SettingTypes.Boolean, s => s.ActiveLow, (s, v) => s with { ActiveLow = v }, "Whether the low level is the active one." },
        { "safeActive", SettingTypes.Boolean, s => s.SafeActive, (s, v) => s with { SafeActive = v }, "Whether it is active when nothing can be relied on: at start, after the end, after a crash." },
    };
}
