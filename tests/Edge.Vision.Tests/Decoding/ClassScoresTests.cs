using Edge.Vision.Decoding;

namespace Edge.Vision.Tests.Decoding;

public sealed unsafe class ClassScoresTests
{
    [Fact]
    public void Best_AnyLength_MatchesAPlainSearch()
    {
        Random random = new(11);
        for (int count = 1; count <= 100; count++)
        {
            float[] scores = [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
            if (count > 3)
                scores[random.Next(count)] = float.NaN;
            float expected = scores.Where(score => !float.IsNaN(score)).Max();

            fixed (float* pointer = scores)
            {
                int index = ClassScores.Best(pointer, count, out float best);
                Assert.Equal(expected, best);
                Assert.Equal(Array.IndexOf(scores, expected), index);
            }
        }
    }

    [Fact]
    public void Best_OnlyNotNumbers_SaysNothing()
    {
        float[] scores = new float[20];
        Array.Fill(scores, float.NaN);
        fixed (float* pointer = scores)
        {
            ClassScores.Best(pointer, scores.Length, out float best);
            Assert.Equal(float.NegativeInfinity, best);
        }
    }
}
