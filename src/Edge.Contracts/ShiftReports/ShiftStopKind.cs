namespace Edge.Contracts.ShiftReports;

/// <summary>Why a station did not judge.</summary>
public enum ShiftStopKind
{
    /// <summary>The interlock had tripped: outputs in fail-safe.</summary>
    FailSafe,

    /// <summary>The station did not run.</summary>
    Down,
}
