using Edge.Domain.Geometry;

namespace Edge.Tool.Stations;

/// <summary>Results of the parts of one group, or of all.</summary>
internal sealed class TrialGroup(string name, int classes)
{
    private static readonly Inspector[] All = Enum.GetValues<Inspector>();

    public string Name { get; } = name;

    /// <summary>On the tested parts.</summary>
    public Dictionary<Inspector, InspectionTally> Tested { get; } = All.ToDictionary(inspector => inspector, _ => new InspectionTally(classes));

    /// <summary>On pictures made of the templates.</summary>
    public Dictionary<Inspector, GoodPartTally> Variants { get; } = All.ToDictionary(inspector => inspector, _ => new GoodPartTally());

    /// <summary>On the templates as they are.</summary>
    public Dictionary<Inspector, GoodPartTally> Templates { get; } = All.ToDictionary(inspector => inspector, _ => new GoodPartTally());

    /// <summary>Templates that nothing can be found by, since they are blank: their parts were not compared.</summary>
    public int UnusableTemplates { get; set; }

    /// <summary>Tested parts that were not registered, those with unusable templates among them.</summary>
    public int Unregistered { get; set; }

    /// <summary>Pictures made of templates that were not registered; of unusable ones, all.</summary>
    public int UnregisteredVariants { get; set; }

    /// <summary>How far the corners were off in pictures made of templates, in pixels.</summary>
    public List<double> CornerErrors { get; } = [];

    /// <summary>The largest distance of the corners under two placements, in pixels.</summary>
    public static double CornerError(in Similarity a, in Similarity b, SizePx size)
    {
        double worst = 0;
        foreach (PointPx corner in (ReadOnlySpan<PointPx>)[new(0, 0), new(size.Width, 0), new(0, size.Height), new(size.Width, size.Height)])
        {
            PointPx p = a.Map(corner), q = b.Map(corner);
            worst = Math.Max(worst, Math.Sqrt(((p.X - q.X) * (p.X - q.X)) + ((p.Y - q.Y) * (p.Y - q.Y))));
        }

        return worst;
    }
}
