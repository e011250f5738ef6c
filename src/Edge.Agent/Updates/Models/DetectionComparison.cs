using Edge.Domain.Detections;

namespace Edge.Agent.Updates.Models;

/// <summary>
/// Whether two models say the same of a picture, as far as rules could tell: each object that one is sure of is found by the other, with the same name in
/// the same place. Pure. An object that one holds for barely there and the other for barely not is no difference: a margin above the threshold is asked for.
/// </summary>
/// <param name="watched">Names of classes that rules look at; empty for all.</param>
internal sealed class DetectionComparison(IReadOnlySet<string> watched)
{
    /// <summary>Least overlap (IoU) of two boxes of one object.</summary>
    public const float SamePlace = 0.5f;

    /// <summary>How far above its model's threshold the score of an object must be to be asked for.</summary>
    public const float Margin = 0.1f;

    /// <summary>Whether <paramref name="one"/> and <paramref name="other"/> agree.</summary>
    public bool Agree(in Findings one, in Findings other) => Covers(one, other) && Covers(other, one);

    private bool Covers(in Findings sure, in Findings by)
    {
        foreach (Detection wanted in sure.Detections)
        {
            string name = sure.Labels[wanted.ClassId];
            if (wanted.Score < sure.Threshold + Margin || (watched.Count > 0 && !watched.Contains(name)))
                continue;
            bool isFound = false;
            foreach (Detection found in by.Detections)
                isFound |= string.Equals(by.Labels[found.ClassId], name, StringComparison.OrdinalIgnoreCase) && found.Box.Iou(wanted.Box) >= SamePlace;
            if (!isFound)
                return false;
        }

        return true;
    }
}
