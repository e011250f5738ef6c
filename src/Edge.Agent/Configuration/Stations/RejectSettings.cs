using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Configuration.Stations;

/// <summary>How bad parts are put out, and what happens when the station can't be relied on.</summary>
public sealed record RejectSettings
{
    /// <summary>The ejector.</summary>
    public OutputLineSettings Output { get; init; } = new();

    /// <summary>From the trigger to the ejection; for belts of one speed. Zero with <see cref="DelayCounts"/> is off.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>From the trigger to the ejection in counts of the encoder; 0 goes by <see cref="Delay"/>.</summary>
    public int DelayCounts { get; init; }

    /// <summary>How long the ejector is held: as long as a part is in front of it.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The same in counts, with <see cref="DelayCounts"/>.</summary>
    public int PulseCounts { get; init; } = 50;

    /// <summary>The ejector's reach beyond the pulse, on each side: a good part that comes so close to a bad one goes with it.</summary>
    public TimeSpan Guard { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The same in counts, with <see cref="DelayCounts"/>.</summary>
    public int GuardCounts { get; init; } = 5;

    /// <summary>The encoder's line.</summary>
    public InputLineSettings Encoder { get; init; } = new();

    /// <summary>The sensor behind the ejector that sees ejected parts.</summary>
    public InputLineSettings Confirm { get; init; } = new();

    /// <summary>Longest time from the ejection to its confirmation.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Ejections in a row that were not confirmed before the station goes into fail-safe.</summary>
    public int MissedLimit { get; init; } = 1;

    /// <summary>Active while the station works; at its safe level it tells the line that nothing is inspected.</summary>
    public OutputLineSettings Ready { get; init; } = new();

    /// <summary>Stops the belt, for <see cref="FailSafeAction.StopLine"/>.</summary>
    public OutputLineSettings Stop { get; init; } = new();

    /// <summary>What to do with parts that have no verdict in time, and while in fail-safe.</summary>
    public FailSafeAction FailSafe { get; init; } = FailSafeAction.RejectAll;
}
