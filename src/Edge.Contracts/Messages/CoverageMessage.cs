namespace Edge.Contracts.Messages;

/// <summary>How much of one day a camera was really watching: the data of <see cref="EventTypes.Coverage"/>.</summary>
public sealed record CoverageMessage
{
    /// <summary>Camera id.</summary>
    public required string Camera { get; init; }

    /// <summary>The day, in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Minutes in which frames flowed and the detector answered, 0 to 1440.</summary>
    public required int MinutesWatched { get; init; }

    /// <summary>Minutes in which it did not, by reason.</summary>
    public required IReadOnlyList<BlindTime> Blind { get; init; }

    /// <summary>Of the minutes watched, those with fewer frames than configured, by reason; absent where there were none.</summary>
    public IReadOnlyList<BlindTime>? Slowed { get; init; }
}
