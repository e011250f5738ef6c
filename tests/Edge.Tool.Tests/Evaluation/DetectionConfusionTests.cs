using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation;

public sealed class DetectionConfusionTests
{
    private static readonly BoxPx A = new(10, 10, 50, 50);
    private static readonly BoxPx B = new(200, 200, 40, 40);
    private static readonly BoxPx Nowhere = new(500, 500, 30, 30);

    [Fact]
    public void Counts_PairsByOverlapWhateverTheClass()
    {
        EvaluatedImage image = Results.Image(
            [new(0, A), new(1, B), new(1, new BoxPx(300, 300, 20, 20)), new LabelledBox(0, new BoxPx(400, 0, 50, 50)) { Kind = LabelKind.Difficult }],
            new(1, 0.9f, A), new(0, 0.8f, A with { X = 15 }), new(1, 0.7f, B), new(0, 0.6f, Nowhere), new(1, 0.2f, Nowhere), new(0, 0.9f, new BoxPx(405, 5, 20, 20)));

        var confusion = new DetectionConfusion([image], 2, 0.5, 0.33);

        // A was taken for 1 (the greater overlap), B was found, one 1 was missed; the second box on A and the one nowhere are false alarms;
        // the weak one and the one in what need not be found don't count.
        Assert.Equal(
            new[,]
            {
                { 0, 1, 0 },
                { 0, 1, 1 },
                { 2, 0, 0 },
            },
            confusion.Counts);
    }

    [Fact]
    public void Mistakes_OfAnImage_TellWhatWasSaidAndWhatIsThere()
    {
        var matched = new MatchedSet(
            [Results.Image([new(0, A), new(1, B), new(0, new BoxPx(300, 300, 20, 20))], new(1, 0.9f, A), new(1, 0.3f, B), new(0, 0.8f, Nowhere))],
            2, GreedyMatching.DeepPcb);

        IReadOnlyList<Mistake> misses = Mistakes.Misses(matched, 0.5), alarms = Mistakes.FalseAlarms(matched, 0.5);

        // No inkling first, of these the largest; then the one that a weak detection found.
        Assert.Equal([(A, 0f, (int?)1), (new BoxPx(300, 300, 20, 20), 0f, null), (B, 0.3f, null)], misses.Select(m => (m.Box, m.Score, m.TakenFor)));
        Assert.Equal([(A, 0.9f, (int?)0), (Nowhere, 0.8f, null)], alarms.Select(m => (m.Box, m.Score, m.TakenFor)));
        Assert.Equal([5], Mistakes.Count(matched, 0.5));
        Assert.Equal([4], Mistakes.Count(matched, 0.1));
    }
}
