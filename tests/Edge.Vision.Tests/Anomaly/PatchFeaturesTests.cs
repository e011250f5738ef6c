using Edge.Vision.Anomaly;

namespace Edge.Vision.Tests.Anomaly;

public sealed class PatchFeaturesTests
{
    [Fact]
    public unsafe void Quantize_Planes_BecomeRowsOfRoundedBytes()
    {
        // Two planes of 67 patches: more than a block, and no whole number of vectors.
        float[] planes = [.. Enumerable.Range(0, 67).Select(i => i - 33.4f), .. Enumerable.Range(0, 67).Select(i => 2 - (0.5f * i))];
        sbyte[] rows = new sbyte[67 * 4];

        fixed (float* from = planes)
        fixed (sbyte* to = rows)
            PatchFeatures.Quantize(from, 2, 67, to, 4);

        for (int patch = 0; patch < 67; patch++)
        {
            Assert.Equal((sbyte)MathF.Round(planes[patch], MidpointRounding.AwayFromZero), rows[patch * 4]);
            Assert.Equal((sbyte)MathF.Round(planes[67 + patch], MidpointRounding.AwayFromZero), rows[(patch * 4) + 1]);
            Assert.Equal(0, rows[(patch * 4) + 2]);
        }
    }

    [Theory]
    [InlineData(1000f, 127)]
    [InlineData(-1000f, -127)]
    [InlineData(float.PositiveInfinity, 127)]
    [InlineData(float.NegativeInfinity, -127)]
    [InlineData(float.NaN, 127)]
    public unsafe void Quantize_PastTheRange_EndsAtItsEnd(float value, int expected)
    {
        sbyte result = 0;
        PatchFeatures.Quantize(&value, 1, 1, &result, 1);
        Assert.Equal(expected, result);
    }
}
