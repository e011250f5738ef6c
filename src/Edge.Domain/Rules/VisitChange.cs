namespace Edge.Domain.Rules;

/// <summary>What one frame did to a visit.</summary>
internal enum VisitChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It began.</summary>
    Began,

    /// <summary>It is over.</summary>
    Ended,
}
