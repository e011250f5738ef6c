namespace Edge.Agent.Configuration;

/// <summary>Lines, expanders and sensors that the device has beside its cameras.</summary>
public sealed record GpioSettings
{
    /// <summary>GPIO chip number of the status light (<c>/dev/gpiochipN</c>), and of every line that names no chip while <see cref="Chips"/> is empty.</summary>
    public int Chip { get; init; }

    /// <summary>Line of a light that says in patterns how the device is; -1 is none.</summary>
    public int StatusLine { get; init; } = -1;

    /// <summary>The chips that lines are on. Empty is one: <c>/dev/gpiochipN</c> of <see cref="Chip"/>.</summary>
    public IReadOnlyList<GpioChipSettings> Chips { get; init; } = [];

    /// <summary>The sensor in the enclosure.</summary>
    public EnclosureSettings Enclosure { get; init; } = new();
}
