namespace Edge.Agent.Configuration.Stations;

/// <summary>What a station does when it can't be relied on.</summary>
public enum FailSafeAction
{
    /// <summary>Every part is put out.</summary>
    RejectAll,

    /// <summary>The belt is stopped.</summary>
    StopLine,
}
