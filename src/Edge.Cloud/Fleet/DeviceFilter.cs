namespace Edge.Cloud.Fleet;

/// <summary>Which devices.</summary>
internal sealed record DeviceFilter
{
    /// <summary>Most devices of one page.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Only of this site.</summary>
    public string? Site { get; init; }

    /// <summary>Only with all of these labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Only <c>online</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Only where id, serial or site contain this.</summary>
    public string? Text { get; init; }

    /// <summary>Revoked ones too.</summary>
    public bool IncludeRevoked { get; init; }

    /// <summary>Only those after this id: the last one of the page before.</summary>
    public string After { get; init; } = "";

    /// <summary>Most devices to return; 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
