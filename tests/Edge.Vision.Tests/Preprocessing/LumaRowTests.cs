using Edge.Vision.Preprocessing;

namespace Edge.Vision.Tests.Preprocessing;

public sealed unsafe class LumaRowTests
{
    [Fact]
    public void Weights_Sum_IsOne() => Assert.Equal(1 << 15, LumaRow.Blue + LumaRow.Green + LumaRow.Red);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(640)]
    [InlineData(4099)]
    public void FromPixels_AnyCount_IsTheReferenceAndWritesNothingElse(int count)
    {
        byte[] pixels = Noise(count * 3), planes = new byte[count * 3];
        byte[] expected = new byte[count], fromPixels = new byte[count + 1], fromPlanes = new byte[count + 1];
        for (int x = 0; x < count; x++)
        {
            (double blue, double green, double red) = (pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]);
            expected[x] = (byte)Math.Floor((((3735 * blue) + (19235 * green) + (9798 * red)) / 32768) + 0.5);
            for (int channel = 0; channel < 3; channel++)
                planes[(channel * count) + x] = pixels[(3 * x) + channel];
        }

        fixed (byte* from = pixels, planar = planes, to = fromPixels, toPlanar = fromPlanes)
        {
            LumaRow.FromPixels(from, to, count);
            LumaRow.FromPlanes(planar, count, toPlanar, count);
            LumaRow.FromPlanes(planar, count, planar, count);
        }

        Assert.Equal([.. expected, 0], fromPixels);
        Assert.Equal([.. expected, 0], fromPlanes);
        Assert.Equal(expected, planes[..count]);
    }

    [Fact]
    public void FromPixels_ExactLuma_WithinHalfAStepOfBt601()
    {
        byte[] pixels = Noise(30_000);
        byte[] luma = new byte[10_000];
        fixed (byte* from = pixels, to = luma)
            LumaRow.FromPixels(from, to, luma.Length);
        for (int x = 0; x < luma.Length; x++)
            Assert.InRange(luma[x] - ((0.114 * pixels[3 * x]) + (0.587 * pixels[(3 * x) + 1]) + (0.299 * pixels[(3 * x) + 2])), -0.51, 0.51);
    }

    [Fact]
    public void FromPixels_EveryGrey_KeepsItsValue()
    {
        byte[] pixels = [.. Enumerable.Range(0, 768).Select(i => (byte)(i / 3))];
        byte[] luma = new byte[256];
        fixed (byte* from = pixels, to = luma)
            LumaRow.FromPixels(from, to, luma.Length);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), luma);
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
