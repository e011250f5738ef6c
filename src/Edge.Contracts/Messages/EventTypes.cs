namespace Edge.Contracts.Messages;

/// <summary>The <c>type</c> of each published event. A change that an old reader cannot bear gets a new number.</summary>
public static class EventTypes
{
    /// <summary><see cref="AlertMessage"/>.</summary>
    public const string Alert = "edge.alert.v1";

    /// <summary><see cref="TelemetryMessage"/>.</summary>
    public const string Telemetry = "edge.telemetry.v1";

    /// <summary><see cref="CoverageMessage"/>.</summary>
    public const string Coverage = "edge.coverage.v1";

    /// <summary><see cref="LossMessage"/>.</summary>
    public const string Loss = "edge.loss.v1";

    /// <summary><see cref="VerdictMessage"/>.</summary>
    public const string Verdict = "edge.verdict.v1";

    /// <summary><see cref="EjectionMessage"/>.</summary>
    public const string Ejection = "edge.ejection.v1";

    /// <summary><see cref="StationMessage"/>.</summary>
    public const string Station = "edge.station.v1";
}
