using Edge.Domain.Geometry;

namespace Edge.Tool.Stations;

/// <summary>
/// When a find meets a labelled defect: its centre lies in the label's box, or their boxes overlap by an IoU of 0.33 and more (DeepPCB's rule).
/// The first is for differences, whose boxes are as tight as the defect while labels leave room around it; it holds for the model's just the same.
/// Classes play no part: what counts is that the defect is found.
/// </summary>
internal static class FindRule
{
    /// <summary>In words for people.</summary>
    public const string Description = "the find's centre lies in the labelled box, or IoU is 0.33 or more; whatever the class";

    private const float Iou = 0.33f;

    /// <summary>Whether the find at <paramref name="found"/> meets the defect labelled at <paramref name="label"/>.</summary>
    public static bool Meets(in BoxPx found, in BoxPx label)
    {
        PointPx center = found.Center;
        return (center.X >= label.X && center.X <= label.Right && center.Y >= label.Y && center.Y <= label.Bottom) || found.Iou(label) >= Iou;
    }
}
