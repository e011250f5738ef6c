using System.Globalization;

namespace Edge.Domain.Inspection;

/// <summary>
/// Whether a picture can be judged. Where there is a good picture of the product, most limits are set against it: a board that is nearly all white is not
/// blown out when its template is as white. Immutable, safe to share.
/// </summary>
public sealed record PictureLimits
{
    /// <summary>Least grey level of the brightest pixels (one in two thousand); below, the picture is dark. 0 to 255.</summary>
    public float LeastBrightest { get; init; } = 48;

    /// <summary>Least mean brightness as a share of the good picture's, 0 to 1; below, the picture is dark.</summary>
    public float LeastMeanShare { get; init; } = 0.45f;

    /// <summary>Most of the picture that may be near white, 0 to 1, where there is no good picture.</summary>
    public float MostNearWhite { get; init; } = 0.6f;

    /// <summary>How much more of the picture may be near white than of the good picture, 0 to 1.</summary>
    public float MoreNearWhite { get; init; } = 0.1f;

    /// <summary>Least contrast in grey levels, 0 to 255; below, there is nothing to see.</summary>
    public float LeastContrast { get; init; } = 24;

    /// <summary>Least contrast as a share of the good picture's, 0 to 1.</summary>
    public float LeastContrastShare { get; init; } = 0.35f;

    /// <summary>Widest edges, standard deviation in pixels, where there is no good picture; 0.8 is the sharpest.</summary>
    public float MostEdgeWidthPx { get; init; } = 4;

    /// <summary>Most blur beyond the good picture's, standard deviation in pixels. An even motion by L pixels during the exposure is 0.29 L.</summary>
    public float MostBlurPx { get; init; } = 1.3f;

    /// <summary>Least share of the template that must lie inside the picture, 0 to 1: what lies outside is not judged.</summary>
    public float LeastCoverage { get; init; } = 0.95f;

    /// <summary>Farthest that the part's centre may lie from where its template has it, in pixels.</summary>
    public float MostShiftPx { get; init; } = float.PositiveInfinity;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    public void Check()
    {
        Require(LeastBrightest is >= 0 and <= 255, nameof(LeastBrightest), LeastBrightest, "0 to 255");
        Require(LeastMeanShare is >= 0 and <= 1, nameof(LeastMeanShare), LeastMeanShare, "0 to 1");
        Require(MostNearWhite is >= 0 and <= 1, nameof(MostNearWhite), MostNearWhite, "0 to 1");
        Require(MoreNearWhite is >= 0 and <= 1, nameof(MoreNearWhite), MoreNearWhite, "0 to 1");
        Require(LeastContrast is >= 0 and <= 255, nameof(LeastContrast), LeastContrast, "0 to 255");
        Require(LeastContrastShare is >= 0 and <= 1, nameof(LeastContrastShare), LeastContrastShare, "0 to 1");
        Require(MostEdgeWidthPx > 0, nameof(MostEdgeWidthPx), MostEdgeWidthPx, "above 0");
        Require(MostBlurPx > 0, nameof(MostBlurPx), MostBlurPx, "above 0");
        Require(LeastCoverage is >= 0 and <= 1, nameof(LeastCoverage), LeastCoverage, "0 to 1");
        Require(MostShiftPx >= 0, nameof(MostShiftPx), MostShiftPx, "0 or more");
    }

    /// <summary>Looks for doubts. Allocates only where there are some.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="good">A good picture of the same product from the same place; null where there is none.</param>
    /// <param name="placement">How the picture lies over its template; null where there is none.</param>
    /// <param name="doubts">Doubts are added to it, each once.</param>
    /// <param name="reasons">The same for people, with figures; as many.</param>
    public void Judge(in PictureMeasure picture, PictureMeasure? good, PartPlacement? placement, ICollection<Doubt> doubts, ICollection<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(doubts);
        ArgumentNullException.ThrowIfNull(reasons);
        JudgeLight(picture, good, doubts, reasons);
        float leastContrast = Math.Max(LeastContrast, good is { } known ? LeastContrastShare * known.Contrast : 0);
        if (picture.Contrast < leastContrast)
            Doubt(Inspection.Doubt.NoPart, $"contrast of {picture.Contrast:0} grey levels, at least {leastContrast:0} needed", doubts, reasons);
        else
            JudgeEdges(picture, good, doubts, reasons);
        if (placement is { } place)
            JudgePlace(place, doubts, reasons);
    }

    private void JudgeLight(in PictureMeasure picture, PictureMeasure? good, ICollection<Doubt> doubts, ICollection<string> reasons)
    {
        if (picture.Brightest < LeastBrightest)
            Doubt(Inspection.Doubt.Dark, $"brightest pixels at {picture.Brightest:0} grey levels, at least {LeastBrightest:0} needed", doubts, reasons);
        else if (good is { } bright && picture.Mean < LeastMeanShare * bright.Mean)
            Doubt(Inspection.Doubt.Dark, $"mean brightness {picture.Mean:0}, {bright.Mean:0} in the good picture, at least {LeastMeanShare:0%} of that needed", doubts, reasons);
        float white = good is { } known ? Math.Min(1, known.NearWhite + MoreNearWhite) : MostNearWhite;
        if (picture.NearWhite > white)
            Doubt(Inspection.Doubt.BlownOut, $"{picture.NearWhite:0.0%} of the picture near white, at most {white:0.0%} allowed", doubts, reasons);
        else if (good is { } usual && picture.Contrast < LeastContrastShare * usual.Contrast && picture.Mean > usual.Mean && picture.Brightest >= 250)
            Doubt(Inspection.Doubt.BlownOut, $"contrast of {picture.Contrast:0} grey levels at the bright end, {usual.Contrast:0} in the good picture", doubts, reasons);
    }

    private void JudgeEdges(in PictureMeasure picture, PictureMeasure? good, ICollection<Doubt> doubts, ICollection<string> reasons)
    {
        if (good is not { } sharp)
        {
            if (picture.EdgeWidths.Mean > MostEdgeWidthPx)
                Doubt(Inspection.Doubt.Blurred, $"edges {picture.EdgeWidths.Mean:0.0} px wide, at most {MostEdgeWidthPx:0.0} allowed", doubts, reasons);
            return;
        }

        EdgeWidths added = picture.EdgeWidths.AddedTo(sharp.EdgeWidths);
        if (added.Widest <= MostBlurPx)
            return;
        // A lens out of focus blurs every direction; a part that moves, along its way.
        if (added.Narrowest < 0.5f * added.Widest)
            Doubt(Inspection.Doubt.Moved, $"blur of {added.Widest:0.0} px one way and {added.Narrowest:0.0} px across it, at most {MostBlurPx:0.0} allowed", doubts, reasons);
        else
            Doubt(Inspection.Doubt.Blurred, $"blur of {added.Widest:0.0} px more than in the good picture, at most {MostBlurPx:0.0} allowed", doubts, reasons);
    }

    private void JudgePlace(in PartPlacement place, ICollection<Doubt> doubts, ICollection<string> reasons)
    {
        if (!place.IsFound)
            Doubt(Inspection.Doubt.NoPart, $"the template's part is not found within the ranges that are searched (agreement {place.Agreement:0.00})", doubts, reasons);
        else if (place.Coverage < LeastCoverage)
            Doubt(Inspection.Doubt.Moved, $"{place.Coverage:0.0%} of the template lies inside the picture, at least {LeastCoverage:0.0%} needed", doubts, reasons);
        else if (place.Transform.ShiftPx > MostShiftPx)
            Doubt(Inspection.Doubt.Moved, $"the part lies {place.Transform.ShiftPx:0.0} px from its place, at most {MostShiftPx:0.0} allowed", doubts, reasons);
    }

    private static void Doubt(Doubt doubt, FormattableString reason, ICollection<Doubt> doubts, ICollection<string> reasons)
    {
        if (doubts.Contains(doubt))
            return;
        doubts.Add(doubt);
        reasons.Add(reason.ToString(CultureInfo.InvariantCulture));
    }

    private static void Require(bool holds, string name, float value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, "must be " + allowed);
    }
}
