namespace Edge.Agent.Gpio.Simulated;

/// <summary>One line of a simulated chip. Not thread safe: the chip's lock guards it.</summary>
internal sealed class SimulatedLine
{
    /// <summary>Who has it open.</summary>
    public SimulatedClient? Owner { get; set; }

    public bool IsOutput { get; set; }

    /// <summary>Its level now.</summary>
    public bool Level { get; set; }

    /// <summary>What it falls to when nobody drives it.</summary>
    public bool Pull { get; set; }

    /// <summary>What stands outside the chip and drives it; null is nothing.</summary>
    public bool? Driven { get; set; }
}
