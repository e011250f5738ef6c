using Edge.Domain.Inspection;

namespace Edge.Agent.Configuration.Stations;

/// <summary>What a picture must be to be judged at all.</summary>
public sealed record PictureSettings
{
    private static readonly PictureLimits _default = new();

    /// <summary>Least grey level of the brightest half percent, 0 to 255.</summary>
    public float MinimumBrightest { get; init; } = _default.LeastBrightest;

    /// <summary>Least mean brightness as a share of the template's, 0 to 1.</summary>
    public float MinimumMeanShare { get; init; } = _default.LeastMeanShare;

    /// <summary>Most of the picture that may be near white where there is no template, 0 to 1.</summary>
    public float MaximumNearWhite { get; init; } = _default.MostNearWhite;

    /// <summary>How much more of the picture may be near white than of the template, 0 to 1.</summary>
    public float MoreNearWhite { get; init; } = _default.MoreNearWhite;

    /// <summary>Least contrast in grey levels, 0 to 255.</summary>
    public float MinimumContrast { get; init; } = _default.LeastContrast;

    /// <summary>Least contrast as a share of the template's, 0 to 1.</summary>
    public float MinimumContrastShare { get; init; } = _default.LeastContrastShare;

    /// <summary>Widest edges where there is no template, standard deviation in pixels.</summary>
    public float MaximumEdgeWidthPx { get; init; } = _default.MostEdgeWidthPx;

    /// <summary>Most blur beyond the template's, standard deviation in pixels.</summary>
    public float MaximumBlurPx { get; init; } = _default.MostBlurPx;

    /// <summary>Least share of the template that must lie inside the picture, 0 to 1.</summary>
    public float MinimumCoverage { get; init; } = _default.LeastCoverage;

    /// <summary>Farthest that the part may lie from where its template has it, in pixels; null is as far as is searched.</summary>
    public float? MaximumShiftPx { get; init; }

    /// <summary>The same as limits.</summary>
    public PictureLimits ToLimits() => new()
    {
        LeastBrightest = MinimumBrightest,
        LeastMeanShare = MinimumMeanShare,
        MostNearWhite = MaximumNearWhite,
        MoreNearWhite = MoreNearWhite,
        LeastContrast = MinimumContrast,
        LeastContrastShare = MinimumContrastShare,
        MostEdgeWidthPx = MaximumEdgeWidthPx,
        MostBlurPx = MaximumBlurPx,
        LeastCoverage = MinimumCoverage,
        MostShiftPx = MaximumShiftPx ?? float.PositiveInfinity,
    };
}
