namespace Edge.Agent.Configuration;

/// <summary>A chip with lines.</summary>
public sealed record GpioChipSettings
{
    /// <summary>Name that lines call it by, unique among the chips.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public GpioChipKind Kind { get; init; }

    /// <summary>For <see cref="GpioChipKind.Gpiochip"/>: its number N of <c>/dev/gpiochipN</c>.</summary>
    public int Number { get; init; }

    /// <summary>For <see cref="GpioChipKind.Mcp23017"/>: its I2C bus, N of <c>/dev/i2c-N</c>.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>For <see cref="GpioChipKind.Mcp23017"/>: its address on the bus, 0x20 to 0x27.</summary>
    public int Address { get; init; } = 0x20;

    /// <summary>For <see cref="GpioChipKind.Mcp23017"/>: how often its inputs are looked at; an edge is late by up to this long.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>For <see cref="GpioChipKind.Simulated"/>: path of the Unix socket on which the simulation listens.</summary>
    public string Socket { get; init; } = "";
}
