namespace Edge.Agent.Gpio;

/// <summary>What the status light says. The higher ones go before the lower ones.</summary>
public enum LightPattern
{
    /// <summary>Nothing: the agent has ended.</summary>
    Off,

    /// <summary>Every camera is watched: on.</summary>
    Watching,

    /// <summary>It watches with fewer frames, since the chip is hot: on, with a short gap every two seconds.</summary>
    Slowed,

    /// <summary>It starts: a slow, even pulse.</summary>
    Starting,

    /// <summary>A camera is blind, or a part hangs: blinking.</summary>
    Blind,

    /// <summary>A station is in fail-safe: two short flashes every second.</summary>
    FailSafe,
}
