using System.Collections.Immutable;
using Edge.Agent.Examples;
using Edge.Agent.Tests.Pipeline;
using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Vision.Inference;

namespace Edge.Agent.Tests.Examples;

public sealed class ScoreMarginsTests
{
    private const int Person = 0, Car = 1;
    private static readonly Rule People = new() { Id = "people", Kind = RuleKind.Present, ClassIds = [Person], MinimumScore = 0.6f };

    [Theory]
    [InlineData(0.64f, 0.04f)]
    [InlineData(0.56f, 0.04f)]
    [InlineData(0.9f, 0.3f)]
    public void Least_OneRule_IsTheDistanceOnEitherSide(float score, float margin) => Assert.Equal(margin, Least([People], (Person, score)), 4);

    [Fact]
    public void Least_ClassThatNoRuleWatches_DoesNotCount() => Assert.Equal(float.PositiveInfinity, Least([People], (Car, 0.6f)));

    [Fact]
    public void Least_NothingFound_IsFar() => Assert.Equal(float.PositiveInfinity, Least([People]));

    [Fact]
    public void Least_SeveralRulesAndObjects_IsTheClosest()
    {
        Rule all = new() { Id = "all", Kind = RuleKind.Present, MinimumScore = 0.5f, MinimumScoreByClass = ImmutableDictionary<int, float>.Empty.Add(Car, 0.8f) };

        Assert.Equal(0.01f, Least([People, all], (Person, 0.9f), (Car, 0.81f)), 4);
        Assert.Equal(0.02f, Least([People, all], (Person, 0.52f), (Car, 0.5f)), 4);
    }

    [Fact]
    public void Least_NoRules_IsTheModelsOwnThreshold() => Assert.Equal(0.1f, Least([], (Car, 0.35f)), 4);

    private static float Least(ImmutableArray<Rule> rules, params (int ClassId, float Score)[] found)
    {
        using VisionModel model = PipelineRig.BlindModel();
        ModelDefinition definition = model.Definition with { ScoreThreshold = 0.25f };
        return new ScoreMargins(rules, definition).Least([.. found.Select(one => new Detection(one.ClassId, one.Score, new BoxPx(0, 0, 10, 10)))]);
    }
}
