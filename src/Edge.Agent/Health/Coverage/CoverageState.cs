namespace Edge.Agent.Health.Coverage;

/// <summary>Whether a camera was really watching, and if not, why.</summary>
public enum CoverageState
{
    /// <summary>Its frames were judged.</summary>
    Watching,

    /// <summary>Its source was being opened.</summary>
    Connecting,

    /// <summary>Its source was open and gave no frames.</summary>
    Stalled,

    /// <summary>Its source could not be opened, or broke.</summary>
    Disconnected,

    /// <summary>Its recording was at its end.</summary>
    Ended,

    /// <summary>Frames came, and the detector judged none.</summary>
    DetectorStuck,

    /// <summary>Nobody was meant to watch: a reload, a model being built.</summary>
    Paused,

    /// <summary>The process was given no time: stopped, or the machine slept.</summary>
    Suspended,

    /// <summary>The agent was not running.</summary>
    NotRunning,
}
