namespace Edge.Agent.Configuration;

/// <summary>Pins for people to look at.</summary>
public sealed record GpioSettings
{
    /// <summary>GPIO chip number of the status light (<c>/dev/gpiochipN</c>).</summary>
    public int Chip { get; init; }

    /// <summary>Line of a light that is on while the device is watching and blinks while it is blind; -1 is none.</summary>
    public int StatusLine { get; init; } = -1;
}
