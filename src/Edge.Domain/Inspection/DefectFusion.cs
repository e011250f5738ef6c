using Edge.Domain.Geometry;

namespace Edge.Domain.Inspection;

/// <summary>
/// Makes one list of defects from what the model and the comparison with a template found, each defect once.
/// <list type="number">
/// <item>A model's find counts from a score that depends on whether the picture differs from its template there (<see cref="FusionOptions"/>).</item>
/// <item>Of model's finds that are at one place the strongest stays, whatever the classes.</item>
/// <item>A difference at the place of a model's find that counts gives it certainty and goes into it: the defect has the model's class.</item>
/// <item>Any other difference counts from a score of its own, as <see cref="Defect.UnknownClass"/>.</item>
/// <item>What the anomaly model found stays as it is, but where one of the others is at its place.</item>
/// </list>
/// Allocates nothing. One thread at a time.
/// </summary>
public sealed class DefectFusion
{
    /// <summary>Share of the smaller box that two finds at one place have in common.</summary>
    private const float SamePlace = 0.3f;

    /// <summary>Intersection over union from which two of the model's finds are one.</summary>
    private const float SameFind = 0.4f;

    private static readonly Comparison<Defect> StrongestFirst = static (a, b) =>
    {
        int byScore = b.Score.CompareTo(a.Score);
        if (byScore != 0)
            return byScore;
        int byTop = a.Box.Y.CompareTo(b.Box.Y);
        return byTop != 0 ? byTop : a.Box.X.CompareTo(b.Box.X);
    };

    private readonly FusionOptions _options;
    private readonly List<Defect> _finds = [];

    /// <summary>A fusion by <paramref name="options"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A score is out of its range.</exception>
    public DefectFusion(FusionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
    }

    /// <summary>Least score that the model must be asked for: weaker finds never count.</summary>
    public float LeastModelScore => _options.ConfirmedScore;

    /// <summary>Fuses the finds of one picture.</summary>
    /// <param name="finds">All finds, in any order; the model's down to <see cref="LeastModelScore"/>.</param>
    /// <param name="differenceWithin">
    /// How strongly the picture differs from its template within a box, as a share of the contrast, 0 to 1; below 0 where it was not compared.
    /// Null where no comparison was made. Only where it was does a missing difference speak against the model.
    /// </param>
    /// <param name="into">Emptied, then filled, strongest first. Give the same list each time: it grows to what is needed once.</param>
    public void Fuse(IReadOnlyList<Defect> finds, Func<BoxPx, float>? differenceWithin, List<Defect> into)
    {
        ArgumentNullException.ThrowIfNull(finds);
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        _finds.Clear();
        for (int i = 0; i < finds.Count; i++)
            _finds.Add(finds[i]);
        _finds.Sort(StrongestFirst);
        AddModelFinds(differenceWithin, into);
        AddRest(DefectFinder.Golden, _options.DifferenceScore, into);
        AddRest(DefectFinder.Anomaly, 0, into);
        into.Sort(StrongestFirst);
    }

    /// <summary>Whether two boxes are at one place: the centre of one lies in the other, or they have a good part of the smaller one in common.</summary>
    public static bool AreAtOnePlace(in BoxPx a, in BoxPx b) =>
        Contains(a, b.Center) || Contains(b, a.Center) || a.IntersectionArea(b) >= SamePlace * Math.Min(a.Area, b.Area) && a.IntersectionArea(b) > 0;

    private void AddModelFinds(Func<BoxPx, float>? differenceWithin, List<Defect> into)
    {
        foreach (Defect find in _finds)
        {
            if (find.Finder != DefectFinder.Model || HasSameFind(find.Box, into))
                continue;
            float difference = StrongestDifference(find.Box);
            if (find.Score < (difference >= 0 ? _options.ConfirmedScore : LeastScoreWithoutDifference(find.Box, differenceWithin)))
                continue;
            // Two witnesses that err independently.
            into.Add(difference >= 0 ? find with { Score = 1 - ((1 - find.Score) * (1 - difference)) } : find);
        }
    }

    private float LeastScoreWithoutDifference(in BoxPx box, Func<BoxPx, float>? differenceWithin)
    {
        if (differenceWithin is null)
            return _options.ModelScore;
        float evidence = differenceWithin(box);
        return evidence >= 0 && evidence < _options.LeastEvidence ? _options.ContradictedScore : _options.ModelScore;
    }

    private void AddRest(DefectFinder finder, float leastScore, List<Defect> into)
    {
        int others = into.Count;
        foreach (Defect find in _finds)
        {
            if (find.Finder == finder && find.Score >= leastScore && !IsIn(find.Box, into, others))
                into.Add(find);
        }
    }

    private static bool HasSameFind(in BoxPx box, List<Defect> kept)
    {
        foreach (Defect other in kept)
        {
            if (other.Box.Iou(box) >= SameFind)
                return true;
        }

        return false;
    }

    private float StrongestDifference(in BoxPx box)
    {
        foreach (Defect find in _finds)
        {
            if (find.Finder == DefectFinder.Golden && AreAtOnePlace(find.Box, box))
                return find.Score;
        }

        return -1;
    }

    /// <summary>Whether a find is part of another: a long difference with a small defect at its end is told all the same.</summary>
    private static bool IsIn(in BoxPx box, List<Defect> others, int count)
    {
        for (int i = 0; i < count; i++)
        {
            BoxPx other = others[i].Box;
            if (Contains(other, box.Center) || other.IntersectionArea(box) >= 0.5f * box.Area && box.Area > 0)
                return true;
        }

        return false;
    }

    private static bool Contains(in BoxPx box, PointPx point) =>
        point.X >= box.X && point.X < box.Right && point.Y >= box.Y && point.Y < box.Bottom;
}
