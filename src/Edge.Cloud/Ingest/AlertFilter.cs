namespace Edge.Cloud.Ingest;

/// <summary>Which alerts are wanted. Nulls do not matter.</summary>
internal sealed record AlertFilter
{
    /// <summary>Most alerts of a page.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Site id.</summary>
    public string? Site { get; init; }

    /// <summary>Device id.</summary>
    public string? Device { get; init; }

    /// <summary>Camera id.</summary>
    public string? Camera { get; init; }

    /// <summary>Rule id.</summary>
    public string? Rule { get; init; }

    /// <summary>Class of the object.</summary>
    public string? Class { get; init; }

    /// <summary><c>right</c>, <c>false</c>, <c>any</c> or <c>none</c>.</summary>
    public string? Mark { get; init; }

    /// <summary>Whether somebody took note.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>Whether it still lasts.</summary>
    public bool? Open { get; init; }

    /// <summary>Began at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Began before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the page before ended; null: the newest.</summary>
    public PageKey? Before { get; init; }

    /// <summary>Most alerts, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
