namespace Edge.Agent.Configuration;

/// <summary>What holds an input while nothing drives it.</summary>
public enum LinePull
{
    /// <summary>Nothing, or what is soldered on.</summary>
    None,

    /// <summary>The chip's own resistor to the supply.</summary>
    Up,

    /// <summary>The chip's own resistor to ground.</summary>
    Down,
}
