using Edge.Vision.Preprocessing;
using OpenCvSharp;

namespace Edge.Vision.Tests.Preprocessing;

public sealed unsafe class BilinearRowTests
{
    [Theory]
    [InlineData(640, 480, 416, 312)]
    [InlineData(1920, 1080, 416, 234)]
    [InlineData(1280, 720, 640, 360)]
    [InlineData(333, 217, 416, 271)]
    [InlineData(97, 53, 416, 227)]
    [InlineData(416, 416, 416, 416)]
    [InlineData(5, 3, 13, 8)]
    [InlineData(3, 2, 64, 43)]
    [InlineData(2, 2, 31, 31)]
    [InlineData(1, 1, 17, 17)]
    [InlineData(1, 90, 1, 41)]
    [InlineData(1001, 7, 33, 1)]
    public void Resample_AnySize_GivesTheBytesOfOpenCv(int width, int height, int toWidth, int toHeight)
    {
        using Mat source = new(height, width, MatType.CV_8UC3);
        new Random(width + (31 * height)).NextBytes(new Span<byte>((void*)source.Data, (int)source.Step() * height));
        using Mat expected = new(toHeight, toWidth, MatType.CV_8UC3);
        Cv2.Resize(source, expected, new Size(toWidth, toHeight), 0, 0, InterpolationFlags.Linear);
        ResampleTable table = new(toWidth);
        table.Fill(width, toWidth);

        int worst = 0;
        byte* planes = stackalloc byte[3 * toWidth];
        for (int y = 0; y < toHeight; y++)
        {
            ResampleTable.Rows(y, height, toHeight, out int upper, out int lower, out short upperWeight, out short lowerWeight);
            byte* from = (byte*)source.Data;
            BilinearRow.Resample(from + (upper * source.Step()), from + (lower * source.Step()), upperWeight, lowerWeight, table, planes, toWidth);
            byte* row = (byte*)expected.Data + (y * expected.Step());
            for (int i = 0; i < 3 * toWidth; i++)
                worst = Math.Max(worst, Math.Abs(row[i] - planes[((i % 3) * toWidth) + (i / 3)]));
        }

        Assert.Equal(0, worst);
    }

    [Fact]
    public void Resample_WithVectors_GivesTheBytesOfTheScalarReference()
    {
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            int from = random.Next(1, 400);
            int to = random.Next(1, 400);
            byte[] upper = new byte[from * 3];
            byte[] lower = new byte[from * 3];
            random.NextBytes(upper);
            random.NextBytes(lower);
            short weight = (short)random.Next(0, 2049);
            ResampleTable table = new(to);
            table.Fill(from, to);
            byte[] vectors = new byte[to * 3];
            byte[] scalar = new byte[to * 3];

            fixed (byte* u = upper, l = lower, v = vectors, s = scalar)
            {
                BilinearRow.Resample(u, l, weight, (short)(2048 - weight), table, v, to);
                BilinearRow.ResampleScalar(u, l, weight, (short)(2048 - weight), table, s, to, from: 0);
            }

            Assert.Equal(scalar, vectors);
        }
    }
}
