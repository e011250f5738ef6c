using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Suppression;

namespace Edge.Vision.Tests.Suppression;

public sealed class ClassAwareSuppressionTests
{
    [Fact]
    public void Suppress_RandomBoxes_MatchesAPlainReference()
    {
        Random random = new(1);
        ClassAwareSuppression suppression = new(400, 4, 400);
        for (int round = 0; round < 200; round++)
        {
            Candidate[] candidates = [.. Enumerable.Range(0, random.Next(0, 400)).Select(_ => RandomCandidate(random))];
            float threshold = random.NextSingle();

            Assert.Equal(Reference(candidates, threshold), suppression.Suppress(candidates, threshold).ToArray());
        }
    }

    [Fact]
    public void Suppress_SameBoxOfTwoClasses_KeepsBoth()
    {
        Candidate[] candidates = [new(0, 0, 10, 10, 0.5f, 0), new(0, 0, 10, 10, 0.6f, 1)];
        Assert.Equal([1, 0], new ClassAwareSuppression(10, 2, 10).Suppress(candidates, 0.5f).ToArray());
    }

    [Fact]
    public void Suppress_MoreThanTheCap_KeepsTheStrongest()
    {
        Candidate[] candidates = [.. Enumerable.Range(0, 50).Select(i => new Candidate(i * 20, 0, (i * 20) + 10, 10, i / 50f, 0))];
        Assert.Equal([49, 48, 47], new ClassAwareSuppression(50, 1, 3).Suppress(candidates, 0.5f).ToArray());
    }

    [Fact]
    public void Suppress_Nothing_GivesNothing() =>
        Assert.True(new ClassAwareSuppression(50, 1, 3).Suppress([], 0.5f).IsEmpty);

    private static Candidate RandomCandidate(Random random)
    {
        float left = random.Next(0, 80);
        float top = random.Next(0, 80);
        // Few different scores, so that equal ones are common.
        return new Candidate(left, top, left + random.Next(1, 40), top + random.Next(1, 40), random.Next(1, 30) / 30f, random.Next(4));
    }

    private static List<int> Reference(Candidate[] candidates, float threshold)
    {
        List<int> kept = [];
        foreach (int i in Enumerable.Range(0, candidates.Length).OrderByDescending(i => candidates[i].Score))
        {
            if (!kept.Exists(k => candidates[k].ClassId == candidates[i].ClassId && Box(candidates[k]).Iou(Box(candidates[i])) > threshold))
                kept.Add(i);
        }

        return kept;
    }

    private static BoxPx Box(Candidate candidate) => BoxPx.FromEdges(candidate.Left, candidate.Top, candidate.Right, candidate.Bottom);
}
