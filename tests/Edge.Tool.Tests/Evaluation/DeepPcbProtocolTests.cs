using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation;

public sealed class DeepPcbProtocolTests
{
    private static readonly BoxPx A = new(10, 10, 50, 50);
    private static readonly BoxPx B = new(200, 200, 40, 40);
    private static readonly BoxPx Nowhere = new(500, 500, 30, 30);

    [Fact]
    public void Evaluate_EverythingFound_IsOne()
    {
        EvaluationFigures figures = Results.DeepPcb(0.5f, 2, Results.Image([new(0, A), new(1, B)], new(0, 0.9f, A), new(1, 0.6f, B)));

        foreach (string key in new[] { "map", "fscore", "precision", "recall", "bestFscore", "mapAllPoints", "scriptAp", "scriptHmean" })
            Assert.Equal(1, figures.Value(key));
    }

    [Fact]
    public void Evaluate_NothingFound_IsZero()
    {
        EvaluationFigures figures = Results.DeepPcb(0.5f, 2, Results.Image([new(0, A), new(1, B)]));

        foreach (string key in new[] { "map", "fscore", "precision", "recall", "bestFscore", "scriptAp", "scriptHmean" })
            Assert.Equal(0, figures.Value(key));
    }

    [Fact]
    public void Evaluate_OverlapOfThirtyThreePercent_IsNotEnough()
    {
        // 33 of 100 columns; then one more: 34 of 100.
        BoxPx label = new(0, 0, 100, 10);

        Assert.Equal(0, Results.DeepPcb(0.5f, 1, Results.Image([new(0, label)], new Detection(0, 0.9f, label with { Width = 33 }))).Value("map"));
        Assert.Equal(1, Results.DeepPcb(0.5f, 1, Results.Image([new(0, label)], new Detection(0, 0.9f, label with { Width = 34 }))).Value("map"));
    }

    [Fact]
    public void Evaluate_SecondDetectionOfAnObject_IsAFalseAlarm()
    {
        // Ranked: hit, false alarm, hit: AP (1 + 2/3) / 2. At 0.5: three boxes, two right, of two objects.
        EvaluationFigures figures = Results.DeepPcb(0.5f, 1, Results.Image([new(0, A), new(0, B)], new(0, 0.9f, A), new(0, 0.8f, A with { X = 12 }), new(0, 0.7f, B)));

        Assert.Equal((1 + (2 / 3.0)) / 2, figures.Value("map")!.Value, 12);
        Assert.Equal(2 / 3.0, figures.Value("precision")!.Value, 12);
        Assert.Equal(1, figures.Value("recall"));
        Assert.Equal(0.8, figures.Value("fscore")!.Value, 12);
    }

    [Fact]
    public void Evaluate_WrongClassOverAnObject_CostsTheScriptTheObjectButNotTheProtocol()
    {
        EvaluationFigures figures = Results.DeepPcb(0.5f, 2, Results.Image([new(0, A)], new(1, 0.9f, A), new(0, 0.8f, A)));

        Assert.Equal(1, figures.Value("map"));
        Assert.Equal(1, figures.Value("recall"));
        Assert.Equal(0.5, figures.Value("precision"));
        // The script gives the object to the stronger box, whose type is wrong.
        Assert.Equal(0, figures.Value("scriptAp"));
        Assert.Equal(0, figures.Value("scriptRecall"));
    }

    [Fact]
    public void Evaluate_ScoreInForce_DecidesTheFScoreAndNotTheMap()
    {
        EvaluatedImage image = Results.Image([new(0, A), new(0, B)], new(0, 0.9f, A), new(0, 0.4f, B), new(0, 0.2f, Nowhere));

        EvaluationFigures strict = Results.DeepPcb(0.5f, 1, image), loose = Results.DeepPcb(0.1f, 1, image);

        Assert.Equal(1, strict.Value("map"));
        Assert.Equal(2 / 3.0, strict.Value("fscore")!.Value, 12);
        Assert.Equal(0.8, loose.Value("fscore")!.Value, 12);
        // The best lies at 0.4, which no model's maker could know: a field of its own.
        Assert.Equal(1, strict.Value("bestFscore"));
        Assert.Equal(0.4f, strict.Best.Score);
    }

    [Fact]
    public void Evaluate_BoxOfJustTheScoreInForce_Counts() =>
        Assert.Equal(1, Results.DeepPcb(0.3f, 1, Results.Image([new(0, A)], new Detection(0, 0.3f, A))).Value("fscore"));

    [Fact]
    public void Evaluate_ClassWithoutObjects_IsNoPartOfTheMapButItsFalseAlarmsCount()
    {
        EvaluationFigures figures = Results.DeepPcb(0.5f, 2, Results.Image([new(0, A)], new(0, 0.9f, A), new(1, 0.8f, Nowhere)));

        Assert.Equal(1, figures.Value("map"));
        Assert.Null(figures.Classes[1].Figures[0].Value);
        Assert.Equal(0.5, figures.Value("precision"));
    }

    [Fact]
    public void Evaluate_ImageWithoutObjects_GivesFalseAlarmsOnly()
    {
        EvaluationFigures figures = Results.DeepPcb(0.5f, 1, Results.Image([new(0, A)], new Detection(0, 0.7f, A)), Results.Image([], new Detection(0, 0.9f, A)), Results.Image([]));

        Assert.Equal(0.5, figures.Value("map"));
        Assert.Equal(1, figures.At.FalseAlarms);
        Assert.Null(Results.DeepPcb(0.5f, 1, Results.Image([])).Value("map"));
    }

    [Fact]
    public void Evaluate_BoxThatNeedNotBeFound_ExcusesDetectionsInIt()
    {
        LabelledBox[] labels = [new(0, A), new LabelledBox(0, B) { Kind = LabelKind.Difficult }];

        EvaluationFigures figures = Results.DeepPcb(0.5f, 1, Results.Image(labels, new(0, 0.9f, A), new(0, 0.8f, new BoxPx(205, 205, 10, 10)), new(0, 0.7f, Nowhere)));

        Assert.Equal(1, figures.At.FalseAlarms);
        Assert.Equal(0, figures.At.Misses);
        Assert.Equal(1, figures.Value("map"));
    }

    [Fact]
    public void Evaluate_TwoLabelsUnderOneBox_TheGreaterOverlapIsTaken()
    {
        // The weaker detection still finds the other one.
        BoxPx near = A with { X = 14 };
        EvaluationFigures figures = Results.DeepPcb(0.5f, 1, Results.Image([new(0, near), new(0, A)], new(0, 0.9f, A), new(0, 0.8f, near)));

        Assert.Equal([1, 0], figures.Matched.Matches[0].Select(match => match.Label));
    }
}
