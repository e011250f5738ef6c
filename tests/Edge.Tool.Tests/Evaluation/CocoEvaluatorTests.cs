using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;

namespace Edge.Tool.Tests.Evaluation;

public sealed class CocoEvaluatorTests
{
    private static readonly BoxPx Medium = new(10, 10, 50, 50);

    [Fact]
    public void Evaluate_PerfectDetections_IsOneWhereLabelsFallAndMinusOneElsewhere()
    {
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium), new(1, new BoxPx(100, 100, 60, 40))], [new(0, 0.9f, Medium), new(1, 0.3f, new BoxPx(100, 100, 60, 40))]);

        CocoFigures figures = evaluator.Evaluate();

        Assert.Equal(1, figures.Ap, 6);
        Assert.Equal(1, figures.Ap50, 6);
        Assert.Equal(1, figures.ApMedium, 6);
        Assert.Equal(-1, figures.ApSmall);
        Assert.Equal(-1, figures.ApLarge);
        Assert.Equal(1, figures.Ar1, 6);
    }

    [Fact]
    public void Evaluate_IouOfNineteenTwentyFifths_CountsUpToSeventyFivePercent()
    {
        // Shifted by 6 of 50 pixels: intersection 44 * 50, IoU 44 / 56 = 0.786: a hit at 0.50 to 0.75, six of ten thresholds.
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium)], [new(0, 0.9f, Medium with { X = 16 })]);

        CocoFigures figures = evaluator.Evaluate();

        Assert.Equal(0.6, figures.Ap, 6);
        Assert.Equal(1, figures.Ap75, 6);
        Assert.Equal(0.6, figures.Ar100, 6);
    }

    [Fact]
    public void Evaluate_FalseAlarmAboveTheHit_InterpolatesPrecision()
    {
        // Two labels in two images. Ranked: hit (0.9), false alarm (0.8), hit (0.7).
        // Recall 0.5 at precision 1, recall 1 at precision 2/3: 51 of 101 points at 1, 50 at 2/3.
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium)], [new(0, 0.9f, Medium), new(0, 0.8f, new BoxPx(200, 200, 50, 50))]);
        evaluator.Add([new(0, Medium)], [new(0, 0.7f, Medium)]);

        Assert.Equal((51 + (50 * 2.0 / 3)) / 101, evaluator.Evaluate().Ap50, 6);
    }

    [Fact]
    public void Evaluate_SecondDetectionOfOneObject_IsAFalseAlarm()
    {
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium)], [new(0, 0.8f, Medium), new(0, 0.9f, Medium with { X = 11 })]);

        CocoFigures figures = evaluator.Evaluate();

        // The better-scored one takes the label; all 101 recalls are reached at precision 1.
        Assert.Equal(1, figures.Ap50, 6);
        Assert.Equal(1, evaluator.ClassAp(0) >= 0.8 ? 1 : 0);
    }

    [Fact]
    public void Evaluate_UnmatchedDetectionOutsideTheAreaRange_IsIgnoredThere()
    {
        // A large false alarm with a high score must not spoil the medium figure.
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium)], [new(0, 0.95f, new BoxPx(200, 0, 300, 300)), new(0, 0.9f, Medium)]);

        CocoFigures figures = evaluator.Evaluate();

        Assert.Equal(1, figures.ApMedium, 6);
        Assert.Equal(0.5, figures.Ap, 6);
    }

    [Fact]
    public void Evaluate_ClassWithoutLabels_DoesNotCount()
    {
        var evaluator = new CocoEvaluator();
        evaluator.Add([new(0, Medium)], [new(0, 0.9f, Medium), new(5, 0.99f, Medium)]);

        Assert.Equal(1, evaluator.Evaluate().Ap, 6);
        Assert.Equal(-1, evaluator.ClassAp(5));
    }
}
