namespace Edge.Contracts.Messages;

/// <summary>Messages that will never arrive: the data of <see cref="EventTypes.Loss"/>.</summary>
public sealed record LossMessage
{
    /// <summary>What was given up since the last such message.</summary>
    public required IReadOnlyList<LossEntry> Losses { get; init; }

    /// <summary>Damaged databases set aside since the last such message.</summary>
    public required int Repairs { get; init; }

    /// <summary>Alerts given up since the store was made.</summary>
    public required long LostAlertsTotal { get; init; }
}
