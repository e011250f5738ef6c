namespace Edge.Cloud.Ingest;

/// <summary>Which verdicts are wanted. Nulls do not matter.</summary>
internal sealed record VerdictFilter
{
    /// <summary>Site id.</summary>
    public string? Site { get; init; }

    /// <summary>Device id.</summary>
    public string? Device { get; init; }

    /// <summary>Station id.</summary>
    public string? Station { get; init; }

    /// <summary>Product.</summary>
    public string? Product { get; init; }

    /// <summary><c>pass</c>, <c>fail</c> or <c>cannotJudge</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Class of the strongest defect.</summary>
    public string? Defect { get; init; }

    /// <summary><c>right</c>, <c>false</c>, <c>any</c> or <c>none</c>.</summary>
    public string? Mark { get; init; }

    /// <summary>Decided at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Decided before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the page before ended; null: the newest.</summary>
    public PageKey? Before { get; init; }

    /// <summary>Most verdicts.</summary>
    public int Limit { get; init; } = 100;
}
