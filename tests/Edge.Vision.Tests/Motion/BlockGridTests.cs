using Edge.Domain.Frames;
using Edge.Vision.Motion;

namespace Edge.Vision.Tests.Motion;

public sealed class BlockGridTests
{
    [Theory]
    [InlineData(1920, 64, 16)]
    [InlineData(648, 64, 8)]
    [InlineData(24, 16, 8)]
    public void Take_BlocksOfOneBrightness_AreThatBrightness(int width, int height, int side)
    {
        using var pool = new FramePool();
        using Frame frame = pool.Rent(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < width * 3; i++)
                frame.View.Row(y)[i] = Shade(i / 3 / side, y / side);
        }

        var grid = new BlockGrid();
        grid.Take(frame.View);

        Assert.Equal((width / side, height / side), (grid.Columns, grid.Rows));
        for (int i = 0; i < grid.Means.Length; i++)
            Assert.Equal(8 * Shade(i % grid.Columns, i / grid.Columns), grid.Means[i]);
    }

    [Fact]
    public void Take_White_DoesNotOverflow()
    {
        using var pool = new FramePool();
        using Frame frame = pool.Rent(1920, 32);
        for (int y = 0; y < 32; y++)
            frame.View.Row(y).Fill(255);
        var grid = new BlockGrid();
        grid.Take(frame.View);
        Assert.All(grid.Means.ToArray(), mean => Assert.Equal(2040, mean));
    }

    private static byte Shade(int column, int row) => (byte)(((column * 37) + (row * 101)) % 256);
}
