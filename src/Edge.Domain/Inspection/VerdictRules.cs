using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain.Geometry;

namespace Edge.Domain.Inspection;

/// <summary>
/// From what was found on a part to a verdict. A doubt about the picture comes first: a part that cannot be judged neither passes nor fails.
/// Every defect is held against one limit: one that names its class and a zone it lies in, before one that names its class, before one that names a zone,
/// before one that names neither; a defect without any is not allowed. Immutable, safe to share.
/// </summary>
public sealed class VerdictRules
{
    private readonly ImmutableArray<DefectLimit> _limits;

    /// <summary>Rules of these limits.</summary>
    /// <exception cref="ArgumentException">Two limits are for the same class and zone.</exception>
    public VerdictRules(IEnumerable<DefectLimit> limits)
    {
        // The most particular first; LINQ's sort is stable, so that equals stay as they were written.
        _limits = [.. limits.OrderBy(limit => (limit.Class is null ? 2 : 0) + (limit.Zone is null ? 1 : 0)), DefectLimit.NothingAllowed];
        var seen = new HashSet<(string?, string?)>();
        foreach (DefectLimit limit in _limits.SkipLast(1))
        {
            if (!seen.Add((limit.Class?.ToUpperInvariant(), limit.Zone?.Id)))
                throw new ArgumentException($"two limits are for {Describe(limit)}", nameof(limits));
        }
    }

    /// <summary>Judges one part.</summary>
    /// <param name="doubts">What speaks against judging the picture at all.</param>
    /// <param name="doubtReasons">The same for people, with figures; as many.</param>
    /// <param name="defects">All that was found.</param>
    /// <param name="frame">Size of the picture, in which zones are fractions.</param>
    public Verdict Judge(IReadOnlyList<Doubt> doubts, IReadOnlyList<string> doubtReasons, IReadOnlyList<Defect> defects, SizePx frame)
    {
        ImmutableArray<Defect> found = [.. defects.OrderByDescending(defect => defect.Score)];
        if (doubts.Count > 0)
            return new Verdict(Outcome.CannotJudge, [.. doubts.Distinct()], found, [.. doubtReasons]);

        var counts = new int[_limits.Length];
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (Defect defect in found)
        {
            int index = LimitFor(defect, frame);
            DefectLimit limit = _limits[index];
            if (defect.Score < limit.MinimumScore || defect.SizeMm < limit.MinimumSizeMm)
                continue;
            counts[index]++;
            if (defect.SizeMm > limit.MaximumSizeMm)
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{defect.Class}: {defect.SizeMm:0.00} mm long, {limit.MaximumSizeMm:0.00} allowed{Where(limit)}"));
        }

        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > _limits[i].MaximumCount)
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{Classes(_limits[i], found, i, frame)}: {counts[i]} found, {_limits[i].MaximumCount} allowed{Where(_limits[i])}"));
        }

        return new Verdict(reasons.Count == 0 ? Outcome.Pass : Outcome.Fail, [], found, reasons.DrainToImmutable());
    }

    private int LimitFor(in Defect defect, SizePx frame)
    {
        PointPx center = defect.Box.Center;
        var at = new PointNorm(center.X / frame.Width, center.Y / frame.Height);
        for (int i = 0; i < _limits.Length; i++)
        {
            if (_limits[i].IsFor(defect, at))
                return i;
        }

        throw new InvalidOperationException("the last limit is for every defect");
    }

    private string Classes(DefectLimit limit, ImmutableArray<Defect> found, int index, SizePx frame) =>
        limit.Class ?? string.Join(", ", found.Where(defect => LimitFor(defect, frame) == index).Select(defect => defect.Class).Distinct());

    private static string Where(DefectLimit limit) => limit.Zone is { } zone ? $" in {zone.Id}" : "";

    private static string Describe(DefectLimit limit) => $"{limit.Class ?? "every class"}{Where(limit)}";
}
