using Edge.Vision.Classification;

namespace Edge.Vision.Tests.Classification;

public sealed unsafe class SoftmaxClassifierTests
{
    [Theory]
    [InlineData(new[] { 1f, 2f, 3f }, false, 2, 0.66524f, 0.42051f)]
    [InlineData(new[] { 1000f, 1001f, 999f }, false, 1, 0.66524f, 0.42051f)]
    [InlineData(new[] { -1e30f, 0f, -1e30f }, false, 1, 1f, 1f)]
    [InlineData(new[] { 0.2f, 0.7f, 0.1f }, true, 1, 0.7f, 0.5f)]
    public void Read_Row_GivesTheBestWithItsProbability(float[] row, bool isProbabilities, int classId, float score, float margin)
    {
        fixed (float* pointer = row)
        {
            CropClass result = SoftmaxClassifier.Read(pointer, row.Length, isProbabilities);
            Assert.Equal(classId, result.ClassId);
            Assert.Equal(score, result.Score, 4);
            Assert.Equal(margin, result.Margin, 4);
        }
    }

    [Fact]
    public void Read_NotNumbers_SaysNothing()
    {
        fixed (float* pointer = new[] { float.NaN, float.NaN })
            Assert.Equal(CropClass.None, SoftmaxClassifier.Read(pointer, 2, false));
    }
}
