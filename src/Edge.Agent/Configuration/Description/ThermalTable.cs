using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of the thermal policy.</summary>
internal static class ThermalTable
{
    private const int MaximumSteps = 8;

    public static readonly ObjectType<ThermalStepSettings> Step = new(new ThermalStepSettings(), "One step: from this temperature on, this part of the frame rate.")
    {
        { "at", new NumberType<double>(30, 120, "°C"), s => s.At, (s, v) => s with { At = v }, "Temperature of the chip from which the step holds.", FieldTraits.Required },
        { "rate", new NumberType<double>(0.01, 1), s => s.Rate, (s, v) => s with { Rate = v }, "Part of the frame rate that is left: 0.5 is half.", FieldTraits.Required },
    };

    public static readonly ObjectType<ThermalSettings> Thermal = new(new ThermalSettings(), "Slows live cameras in steps before the chip throttles by itself, and tells.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether cameras are slowed." },
        { "steps", new ListType<ThermalStepSettings>(Step, 0, MaximumSteps), s => s.Steps, (s, v) => s with { Steps = v }, "The steps, each hotter and slower than the one before.", FieldTraits.None, "1/2, 1/4 and 1/8 from 15, 10 and 5 °C below the temperature at which the kernel says that the chip throttles; where it says none, from 75, 80 and 85 °C" },
        { "margin", new NumberType<double>(0.5, 30, "°C"), s => s.Margin, (s, v) => s with { Margin = v }, "How far below a step the chip must cool down to leave it." },
        { "hold", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.Hold, (s, v) => s with { Hold = v }, "How long it must stay that cool, for each step back." },
    };
}
