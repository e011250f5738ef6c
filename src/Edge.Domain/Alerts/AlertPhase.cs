namespace Edge.Domain.Alerts;

/// <summary>Where an alert is in its life.</summary>
public enum AlertPhase
{
    /// <summary>Raised: the first and, for momentary rules, the only message.</summary>
    New,

    /// <summary>Still going on and something worth telling changed.</summary>
    Updated,

    /// <summary>Over.</summary>
    Ended,
}
