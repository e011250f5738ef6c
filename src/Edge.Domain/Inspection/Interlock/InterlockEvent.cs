namespace Edge.Domain.Inspection.Interlock;

/// <summary>What became of the interlock.</summary>
public enum InterlockEvent
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>A golden part is asked for: <see cref="GoldenPartInterlock.Asks"/>.</summary>
    Asked,

    /// <summary>The check was right: running.</summary>
    Passed,

    /// <summary>Tripped: outputs to fail-safe.</summary>
    Tripped,
}
