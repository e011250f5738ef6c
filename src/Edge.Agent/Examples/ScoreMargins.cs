using System.Collections.Immutable;
using Edge.Domain.Detections;
using Edge.Domain.Rules;
using Edge.Vision.Inference;

namespace Edge.Agent.Examples;

/// <summary>How close the scores of a frame come to what decides: the least scores of the camera's rules, or the model's where there is no rule. Immutable.</summary>
internal sealed class ScoreMargins
{
    private readonly float[][] _byClass;

    /// <summary>The margins of one camera under one model.</summary>
    public ScoreMargins(ImmutableArray<Rule> rules, ModelDefinition model) =>
        _byClass = [.. Enumerable.Range(0, model.Labels.Count).Select(classId => Deciding(rules, model, classId))];

    /// <summary>The least distance of a score to one that decides, 0 to 1; infinite where no score is of a class that matters. Allocates nothing.</summary>
    /// <param name="found">What was found, class ids of the model.</param>
    public float Least(ReadOnlySpan<Detection> found)
    {
        float least = float.PositiveInfinity;
        foreach (ref readonly Detection detection in found)
        {
            foreach (float deciding in _byClass[detection.ClassId])
                least = Math.Min(least, Math.Abs(detection.Score - deciding));
        }

        return least;
    }

    private static float[] Deciding(ImmutableArray<Rule> rules, ModelDefinition model, int classId) => rules.IsEmpty
        ? [model.ScoreThreshold]
        : [.. rules.Where(rule => rule.Watches(classId)).Select(rule => rule.MinimumScoreByClass.GetValueOrDefault(classId, rule.MinimumScore)).Distinct()];
}
