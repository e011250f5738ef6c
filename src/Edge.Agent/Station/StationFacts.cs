using Edge.Agent.Configuration.Stations;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Station;

/// <summary>What every receipt of a station says besides its part: program, configuration, limits. Immutable.</summary>
/// <param name="Site">Site id.</param>
/// <param name="Device">Device id.</param>
/// <param name="Software">The program.</param>
/// <param name="ConfigurationSha256">SHA-256 of the station's, the model's and the lines' settings; 64 lower-case hexadecimal digits.</param>
internal sealed record StationFacts(string Site, string Device, ReceiptSoftware Software, string ConfigurationSha256)
{
    /// <summary>The limits of one product by name.</summary>
    /// <param name="settings">The station.</param>
    /// <param name="product">Its product.</param>
    public static IReadOnlyDictionary<string, double> Thresholds(StationSettings settings, ProductSettings product)
    {
        PictureSettings picture = settings.Picture;
        GoldenSettings golden = product.Golden;
        var named = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["picture.minimumBrightest"] = picture.MinimumBrightest,
            ["picture.minimumMeanShare"] = picture.MinimumMeanShare,
            ["picture.maximumNearWhite"] = picture.MaximumNearWhite,
            ["picture.minimumContrast"] = picture.MinimumContrast,
            ["picture.maximumBlurPx"] = picture.MaximumBlurPx,
            ["picture.minimumCoverage"] = picture.MinimumCoverage,
            ["golden.minimumAgreement"] = golden.MinimumAgreement,
            ["golden.minimumDifference"] = golden.MinimumDifference,
            ["golden.differenceScore"] = golden.DifferenceScore,
            ["golden.confirmedScore"] = golden.ConfirmedScore,
            ["golden.contradictedScore"] = golden.ContradictedScore,
        };
        foreach (LimitSettings limit in product.Limits)
        {
            string name = $"limits.{(limit.Class.Length == 0 ? "*" : limit.Class)}{(limit.Zone.Length == 0 ? "" : "@" + limit.Zone)}.";
            named[name + "maximumCount"] = limit.MaximumCount;
            named[name + "minimumScore"] = limit.MinimumScore;
            named[name + "minimumSizeMm"] = limit.MinimumSizeMm;
            if (limit.MaximumSizeMm is { } most)
                named[name + "maximumSizeMm"] = most;
        }

        return named;
    }
}
