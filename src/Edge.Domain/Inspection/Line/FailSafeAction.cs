namespace Edge.Domain.Inspection.Line;

/// <summary>What a station does to its line while it cannot be relied on.</summary>
public enum FailSafeAction
{
    /// <summary>The ejector is held active: each part in flight and all that follow are ejected, triggered or not.</summary>
    RejectAll,

    /// <summary>The belt is stopped; parts that still come by are ejected one by one.</summary>
    StopLine,
}
