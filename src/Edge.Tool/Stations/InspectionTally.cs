using Edge.Domain.Inspection;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Stations;

/// <summary>Counts of one inspector over parts.</summary>
internal sealed class InspectionTally(int classes)
{
    /// <summary>Labelled defects by class.</summary>
    public int[] Labelled { get; } = new int[classes];

    /// <summary>Those that a find met.</summary>
    public int[] Found { get; } = new int[classes];

    /// <summary>Those that a find of the right class met.</summary>
    public int[] Named { get; } = new int[classes];

    /// <summary>Finds that met no labelled defect.</summary>
    public int False { get; private set; }

    /// <summary>Parts with such a find.</summary>
    public int FalseParts { get; private set; }

    /// <summary>Parts with defects of which one and more were missed.</summary>
    public int PartsWithMisses { get; private set; }

    /// <summary>Parts with defects of which none was found: they would pass.</summary>
    public int Escaped { get; private set; }

    public int Parts { get; private set; }

    /// <summary>Counts one part.</summary>
    public void Add(IReadOnlyList<Defect> finds, IReadOnlyList<LabelledBox> labels, IReadOnlyList<DataSetClass> names)
    {
        Parts++;
        int missed = 0;
        foreach (LabelledBox label in labels)
        {
            Labelled[label.ClassId]++;
            Defect[] met = [.. finds.Where(find => FindRule.Meets(find.Box, label.Box))];
            if (met.Length > 0)
                Found[label.ClassId]++;
            else
                missed++;
            if (met.Any(find => find.Class == names[label.ClassId].Name))
                Named[label.ClassId]++;
        }

        int wrong = finds.Count(find => !labels.Any(label => FindRule.Meets(find.Box, label.Box)));
        False += wrong;
        FalseParts += wrong > 0 ? 1 : 0;
        PartsWithMisses += missed > 0 ? 1 : 0;
        Escaped += labels.Count > 0 && finds.Count == 0 ? 1 : 0;
    }
}
