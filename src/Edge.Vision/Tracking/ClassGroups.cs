using System.Collections.Immutable;

namespace Edge.Vision.Tracking;

/// <summary>
/// Which classes may be the same object seen twice: a van is called car in one frame and truck in the next, but a person never
/// becomes a car. A track only takes detections of its class's group. Immutable, safe to share.
/// </summary>
public sealed class ClassGroups
{
    private static readonly string[][] Confusable =
    [
        ["car", "truck", "bus", "train", "van", "pickup", "suv", "trailer"],
        ["bicycle", "motorcycle", "motorbike", "scooter", "bike"],
        ["bird", "cat", "dog", "horse", "sheep", "cow", "bear", "elephant", "zebra", "giraffe"],
        ["person", "pedestrian", "people"],
        ["backpack", "handbag", "suitcase", "bag"],
        ["chair", "couch", "bench", "sofa"],
        ["bottle", "cup", "vase", "wine glass"],
    ];

    private readonly ImmutableArray<int> _groupOfClass;

    private ClassGroups(ImmutableArray<int> groupOfClass) => _groupOfClass = groupOfClass;

    /// <summary>No class is ever taken for another.</summary>
    public static ClassGroups EachItsOwn { get; } = new([]);

    /// <summary>Groups by the names that detectors are known to mix up (COCO's and their usual synonyms); every other class stands alone.</summary>
    /// <param name="labels">The detector's labels, by class id; case does not matter.</param>
    public static ClassGroups FromLabels(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var groups = ImmutableArray.CreateBuilder<int>(labels.Count);
        for (int classId = 0; classId < labels.Count; classId++)
        {
            string label = labels[classId].Trim();
            int known = Array.FindIndex(Confusable, names => names.Contains(label, StringComparer.OrdinalIgnoreCase));
            // Negative numbers never meet the class ids that ungrouped classes use.
            groups.Add(known >= 0 ? -1 - known : classId);
        }

        return new(groups.MoveToImmutable());
    }

    /// <summary>Whether detections of the two classes may be one object.</summary>
    public bool MayBeSame(int classA, int classB) => classA == classB || GroupOf(classA) == GroupOf(classB);

    private int GroupOf(int classId) => (uint)classId < (uint)_groupOfClass.Length ? _groupOfClass[classId] : classId;
}
