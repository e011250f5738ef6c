namespace Edge.Contracts.ShiftReports;

/// <summary>A station's shift in numbers, all from its receipts.</summary>
public sealed record ShiftSummary
{
    /// <summary>Id of the station.</summary>
    public required string Station { get; init; }

    /// <summary>Id of the device; null where it is not in what was read.</summary>
    public string? Device { get; init; }

    /// <summary>Name of the shift, or of the period.</summary>
    public required string Name { get; init; }

    /// <summary>First moment of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>First moment after it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The zone in which times are shown.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>All parts that were announced in the period.</summary>
    public required ShiftOutcomes Outcomes { get; init; }

    /// <summary>The same by product, most parts first.</summary>
    public required IReadOnlyList<ShiftProduct> Products { get; init; }

    /// <summary>The same by hour; hours without parts between others are there, too.</summary>
    public required IReadOnlyList<ShiftHour> Hours { get; init; }

    /// <summary>Defects on failed parts, most frequent class first.</summary>
    public required IReadOnlyList<ShiftDefect> Defects { get; init; }

    /// <summary>Why parts could not be judged, most frequent first.</summary>
    public required IReadOnlyList<ShiftDoubt> Doubts { get; init; }

    /// <summary>Time from one trigger to the next; gaps of more than <see cref="ShiftTally.StandstillAfter"/> are none.</summary>
    public required ShiftTimes Cycles { get; init; }

    /// <summary>Gaps between parts that are longer than a cycle.</summary>
    public required long Standstills { get; init; }

    /// <summary>How long they were together.</summary>
    public required TimeSpan StandstillTime { get; init; }

    /// <summary>Time from trigger to output.</summary>
    public required ShiftTimes Latencies { get; init; }

    /// <summary>What the latency may be at most, in microseconds: the longest that was in force; 0 without parts.</summary>
    public required long DeadlineUs { get; init; }

    /// <summary>Parts past their deadline.</summary>
    public required long PastDeadline { get; init; }

    /// <summary>What the second sensor said.</summary>
    public required ShiftEjections Ejections { get; init; }

    /// <summary>Golden-part checks.</summary>
    public required long GoldenChecks { get; init; }

    /// <summary>Of those, how many were answered wrongly.</summary>
    public required long GoldenWrong { get; init; }

    /// <summary>Spans without judging, in their order.</summary>
    public required IReadOnlyList<ShiftStop> Stops { get; init; }

    /// <summary>What a reader must know of the numbers, such as a broken link in the chain; empty is the rule.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Number of the first entry in the period; 0 for none.</summary>
    public required long FirstEntry { get; init; }

    /// <summary>Number and hash of the last entry in the period; null for none.</summary>
    public string? LastEntry { get; init; }
}
