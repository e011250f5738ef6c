using Edge.Vision.Decoding;

namespace Edge.Vision.Tests.Decoding;

public sealed class CandidateListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(100)]
    public void Add_MoreThanFit_KeepsTheStrongest(int capacity)
    {
        Random random = new(capacity);
        float[] scores = [.. Enumerable.Range(0, 500).Select(_ => random.NextSingle())];
        CandidateList list = new(capacity);
        foreach (float score in scores)
            list.Add(new Candidate(0, 0, 1, 1, score, 0));

        Assert.Equal(scores.OrderDescending().Take(capacity), list.Items.ToArray().Select(item => item.Score).OrderDescending());

        list.Clear();
        Assert.Equal(0, list.Count);
    }

    [Theory]
    [InlineData(0, 0, 0, 5, 0.5f)]
    [InlineData(5, 0, 0, 5, 0.5f)]
    [InlineData(0, 0, float.NaN, 5, 0.5f)]
    [InlineData(0, 0, 5, float.PositiveInfinity, 0.5f)]
    [InlineData(0, 0, 5, 5, float.NaN)]
    public void Add_NoBoxOrNoScore_NotTaken(float left, float top, float right, float bottom, float score)
    {
        CandidateList list = new(4);
        list.Add(new Candidate(left, top, right, bottom, score, 0));
        Assert.Equal(0, list.Count);
    }
}
