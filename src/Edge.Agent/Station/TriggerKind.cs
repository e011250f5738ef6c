namespace Edge.Agent.Station;

/// <summary>What tells a station that a part is there.</summary>
public enum TriggerKind
{
    /// <summary>An edge on an input line: a light barrier, a PLC.</summary>
    Gpio,

    /// <summary>The command <c>station-trigger</c>.</summary>
    Mqtt,

    /// <summary>Time.</summary>
    Interval,

    /// <summary>The belt's encoder: so many counts from part to part.</summary>
    Encoder,

    /// <summary>A picture that arrives in a folder: the trigger brings its own picture.</summary>
    File,

    /// <summary>A golden part, on request of the interlock.</summary>
    Golden,
}
