namespace Edge.Agent.Configuration;

/// <summary>What a chip with lines is.</summary>
public enum GpioChipKind
{
    /// <summary>One of the kernel's: <c>/dev/gpiochipN</c>.</summary>
    Gpiochip,

    /// <summary>An MCP23017 expander on an I2C bus, lines 0 to 7 its port A and 8 to 15 its port B.</summary>
    Mcp23017,

    /// <summary>Lines of another process, over a Unix socket: for tests and demonstrations.</summary>
    Simulated,
}
