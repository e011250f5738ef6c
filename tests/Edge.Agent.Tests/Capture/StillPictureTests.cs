using Edge.Agent.Capture;
using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Capture;

public sealed class StillPictureTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly StillPicture _still = new(TimeSpan.FromSeconds(5));

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void IsSuspect_PictureThatMoves_Never()
    {
        for (int second = 0; second < 100; second++)
            Assert.False(Look(second, (byte)second));
    }

    [Fact]
    public void IsSuspect_StillPicture_MoreAndMoreSeldom()
    {
        List<int> suspects = [.. Enumerable.Range(0, 300).Where(second => Look(second, 7))];
        Assert.Equal([5, 15, 35, 75, 135, 195, 255], suspects);
    }

    [Fact]
    public void IsSuspect_OnlyTheUpperPartMoves_Found()
    {
        // What a stream that became smaller looks like: new rows above, the old picture below.
        Look(0, 7);
        Assert.Contains(Enumerable.Range(1, 10), second => Look(second, 7, top: (byte)second));
    }

    [Fact]
    public void IsSuspect_SizeChanges_IsAChange()
    {
        Look(0, 7);
        using Frame other = _pool.Rent(20, 10);
        Assert.False(_still.IsSuspect(other.View, TimeSpan.FromSeconds(6)));
    }

    private bool Look(int second, byte bottom, byte top = 0)
    {
        using Frame frame = _pool.Rent(40, 30);
        for (int y = 0; y < 30; y++)
            frame.View.Row(y).Fill(y < 10 ? top : bottom);
        return _still.IsSuspect(frame.View, TimeSpan.FromSeconds(second));
    }
}
