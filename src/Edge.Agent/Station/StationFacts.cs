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
        // By way of decimal: 0.1f is 0.1, not 0.10000000149.
        var named = new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            ["picture.minimumBrightest"] = (decimal)picture.MinimumBrightest,
            ["picture.minimumMeanShare"] = (decimal)picture.MinimumMeanShare,
            ["picture.maximumNearWhite"] = (decimal)picture.MaximumNearWhite,
            ["picture.minimumContrast"] = (decimal)picture.MinimumContrast,
            ["picture.maximumBlurPx"] = (decimal)picture.MaximumBlurPx,
            ["picture.minimumCoverage"] = (decimal)picture.MinimumCoverage,
            ["golden.minimumAgreement"] = (decimal)golden.MinimumAgreement,
            ["golden.minimumDifference"] = (decimal)golden.MinimumDifference,
            ["golden.differenceScore"] = (decimal)golden.DifferenceScore,
            ["golden.confirmedScore"] = (decimal)golden.ConfirmedScore,
            ["golden.contradictedScore"] = (decimal)golden.ContradictedScore,
        };
        foreach (LimitSettings limit in product.Limits)
        {
            string name = $"limits.{(limit.Class.Length == 0 ? "*" : limit.Class)}{(limit.Zone.Length == 0 ? "" : "@" + limit.Zone)}.";
            named[name + "maximumCount"] = limit.MaximumCount;
            named[name + "minimumScore"] = (decimal)limit.MinimumScore;
            named[name + "minimumSizeMm"] = (decimal)limit.MinimumSizeMm;
            if (limit.MaximumSizeMm is { } most)
                named[name + "maximumSizeMm"] = (decimal)most;
        }

        return named.ToDictionary(limit => limit.Key, limit => (double)limit.Value, StringComparer.Ordinal);
    }
}
