using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation;

public sealed class VocProtocolTests
{
    private static readonly BoxPx A = new(10, 10, 50, 50);
    private static readonly BoxPx B = new(200, 200, 40, 40);
    private static readonly BoxPx Nowhere = new(500, 500, 30, 30);

    [Fact]
    public void Evaluate_HitFalseAlarmHit_GivesBothAveragesByHand()
    {
        // Recall 0.5 at precision 1, recall 1 at 2/3. All points: (1 + 2/3) / 2. Eleven: 0 to 0.5 are six points at 1, five at 2/3.
        EvaluationFigures figures = Results.Voc(0.5f, 1, Results.Image([new(0, A), new(0, B)], new(0, 0.9f, A), new(0, 0.8f, Nowhere), new(0, 0.7f, B)));

        Assert.Equal((1 + (2 / 3.0)) / 2, figures.Value("map50")!.Value, 12);
        Assert.Equal((6 + (5 * 2 / 3.0)) / 11, figures.Value("map50ElevenPoints")!.Value, 12);
    }

    [Fact]
    public void Evaluate_PrecisionThatRisesAgain_IsInterpolated()
    {
        // False alarm, hit, hit: precisions 1/2 and 2/3; the better one holds from the start.
        EvaluationFigures figures = Results.Voc(0.5f, 1, Results.Image([new(0, A), new(0, B)], new(0, 0.9f, Nowhere), new(0, 0.8f, A), new(0, 0.7f, B)));

        Assert.Equal(2 / 3.0, figures.Value("map50")!.Value, 12);
        Assert.Equal(2 / 3.0, figures.Value("map50ElevenPoints")!.Value, 12);
        Assert.Equal(((1 / 2.0) + (2 / 3.0)) / 2, figures.Classes[0].Curve.ExactAp!.Value, 12);
    }

    [Fact]
    public void Evaluate_RecallOfThreeTenths_CountsAtThreeTenths()
    {
        LabelledBox[] labels = [.. Enumerable.Range(0, 10).Select(i => new LabelledBox(0, new BoxPx(i * 60, 0, 40, 40)))];

        EvaluationFigures figures = Results.Voc(0.5f, 1, Results.Image(labels, [.. labels.Take(3).Select(label => new Detection(0, 0.9f, label.Box))]));

        Assert.Equal(4 / 11.0, figures.Value("map50ElevenPoints")!.Value, 12);
        Assert.Equal(0.3, figures.Value("map50")!.Value, 12);
    }

    [Fact]
    public void Evaluate_OverlapOfOneHalf_IsEnough()
    {
        Assert.Equal(1, Results.Voc(0.5f, 1, Results.Image([new(0, A)], new Detection(0, 0.9f, A with { Width = 25 }))).Value("map50"));
        Assert.Equal(0, Results.Voc(0.5f, 1, Results.Image([new(0, A)], new Detection(0, 0.9f, A with { Width = 24 }))).Value("map50"));
    }

    [Fact]
    public void Evaluate_DifficultObject_NeitherHelpsNorHarms()
    {
        LabelledBox[] labels = [new(0, A), new LabelledBox(0, B) { Kind = LabelKind.Difficult }];

        EvaluationFigures found = Results.Voc(0.5f, 1, Results.Image(labels, new(0, 0.9f, B), new(0, 0.85f, B), new(0, 0.8f, A)));

        Assert.Equal(1, found.Value("map50"));
        Assert.Equal(0, found.At.FalseAlarms);
        Assert.Equal(1, found.Classes[0].Curve.Truths);
    }

    [Fact]
    public void Evaluate_DetectionNearestToATakenLabel_IsAFalseAlarmThoughAnotherIsFree()
    {
        // The development kit looks for the greatest overlap among all labels, taken ones too.
        BoxPx near = A with { X = 25 };

        EvaluationFigures figures = Results.Voc(0.5f, 1, Results.Image([new(0, A), new(0, near)], new(0, 0.9f, A), new(0, 0.8f, A with { X = 14 })));

        Assert.Equal(1, figures.At.FalseAlarms);
        Assert.Equal(1, figures.At.Misses);
    }
}
