namespace Edge.Agent.Configuration.Stations;

/// <summary>How many defects of a class are allowed, how large, and where.</summary>
public sealed record LimitSettings
{
    /// <summary>Class name, in any case; empty is every class without a limit of its own.</summary>
    public string Class { get; init; } = "";

    /// <summary>Zone of the product; empty is everywhere.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Most that a part may have and still pass.</summary>
    public int MaximumCount { get; init; }

    /// <summary>Longest side that may pass, in millimetres; null is any.</summary>
    public float? MaximumSizeMm { get; init; }

    /// <summary>Smaller ones don't count, in millimetres.</summary>
    public float MinimumSizeMm { get; init; }

    /// <summary>Weaker finds don't count, 0 to 1.</summary>
    public float MinimumScore { get; init; }
}
