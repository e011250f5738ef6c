using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;
using Edge.Vision.Motion;

namespace Edge.Vision.Tests.Motion;

public sealed class MotionGateTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly MotionGate _gate = new(new MotionGateOptions());
    private readonly Random _random = new(5);
    private TimeSpan _now = TimeSpan.FromHours(1);
    private int _gain = 100;
    private SizePx _size = new(640, 360);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Gate_FirstFrame_Opens() => Assert.True(Show());

    [Fact]
    public void Gate_CameraNoise_StaysShutButForTheRefresh()
    {
        Settle();
        int opened = Enumerable.Range(0, 100).Count(_ => Show(noise: 12));
        // Ten seconds at ten frames: once every two.
        Assert.InRange(opened, 4, 5);
    }

    [Fact]
    public void Gate_LampFlickers_StaysShut()
    {
        Settle();
        int opened = 0;
        for (int i = 0; i < 18; i++)
        {
            _gain = i % 2 == 0 ? 89 : 111;
            opened += Show(noise: 4) ? 1 : 0;
        }

        Assert.Equal(0, opened);
    }

    [Fact]
    public void Gate_DarkObjectUnderBrighterLight_IsNotHiddenByIt()
    {
        Settle();
        _gain = 110;
        Assert.False(Show());
        Assert.True(Show(new BoxPx(304, 208, 32, 32), 0, value: -30));
    }

    [Fact]
    public void Gate_LightSwitched_Opens()
    {
        Settle();
        _gain = 40;
        Assert.True(Show());
    }

    [Fact]
    public void Gate_SmallObjectAppears_Opens()
    {
        Settle();
        Assert.True(Show(new BoxPx(300, 200, 20, 30)));
    }

    [Theory]
    [InlineData(0.2f)]
    [InlineData(1f)]
    [InlineData(4f)]
    public void Gate_ObjectApproachesSlowly_NeverMissedForLongerThanAFewPixels(float step)
    {
        Settle(new BoxPx(0, 200, 30, 40));
        float inferredAt = 0;
        for (float x = 0; x < 40 + (40 * step); x += step)
        {
            if (Show(new BoxPx(x, 200, 30, 40), noise: 6))
                inferredAt = x;
            Assert.True(x - inferredAt <= 8 + step, $"not looked at from {inferredAt} to {x}");
        }
    }

    [Fact]
    public void Gate_AfterAChange_StaysOpenToSettle()
    {
        Settle();
        Show(new BoxPx(300, 200, 30, 40));
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => Show(new BoxPx(300, 200, 30, 40))));
    }

    [Theory]
    [InlineData(TrackState.Tentative, true)]
    [InlineData(TrackState.Lost, true)]
    [InlineData(TrackState.Confirmed, false)]
    public void Gate_StillScene_OpensForUncertainTracksOnly(TrackState state, bool open)
    {
        Track track = new(1, 0, 0.9f, new BoxPx(100, 100, 50, 90), state, 3, default, _now);
        Settle(default, track);
        Assert.Equal(open, Show(default, 0, track));
    }

    [Fact]
    public void Gate_TrackMovedAtTheLastInference_Opens()
    {
        Track track = new(1, 0, 0.9f, new BoxPx(100, 100, 50, 90), TrackState.Confirmed, 3, default, _now);
        Settle(default, track);
        _now += TimeSpan.FromSeconds(2);
        Track moved = track with { Box = new BoxPx(112, 100, 50, 90) };
        Assert.True(Show(default, 0, moved));
        Assert.True(Show(default, 0, moved));
        Assert.False(Show(default, 0, moved));
    }

    [Fact]
    public void Gate_FaintChangeOnATrack_OpensWhereElsewhereItWouldNot()
    {
        Track track = new(1, 0, 0.9f, new BoxPx(300, 200, 40, 40), TrackState.Confirmed, 3, default, _now);
        Settle(default, track);
        Assert.False(Show(new BoxPx(96, 96, 16, 16), 0, value: -9, track));
        Assert.True(Show(new BoxPx(304, 208, 16, 16), 0, value: -9, track));
    }

    [Fact]
    public void Gate_SizeChanges_Opens()
    {
        Settle();
        _size = new(320, 240);
        Assert.True(Show());
    }

    [Fact]
    public void Gate_Cleared_Opens()
    {
        Settle();
        _gate.Clear();
        Assert.True(Show());
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(653, 367)]
    [InlineData(7, 5)]
    public void Gate_AnySize_Works(int width, int height)
    {
        _size = new(width, height);
        Assert.True(Show());
        Show(noise: 3);
    }

    [Fact]
    public void Gate_SteadyState_AllocatesNothing()
    {
        using Frame frame = Draw(default, 0, 0);
        Track[] tracks = [new(1, 0, 0.9f, new BoxPx(100, 100, 50, 90), TrackState.Confirmed, 3, default, _now)];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (int i = 0; i < 100; i++)
            {
                if (_gate.ShouldInfer(frame.View, _now += TimeSpan.FromMilliseconds(100), tracks))
                    _gate.Inferred(_now, tracks);
            }
        }
    }

    /// <summary>Plays the still scene until the gate has shut, and a refresh has just passed.</summary>
    private void Settle(BoxPx thing = default, params Track[] tracks)
    {
        Show(thing, 0, tracks);
        for (int i = 0; i < 8; i++)
            Show(thing, 0, tracks);
        _now += TimeSpan.FromSeconds(2);
        Show(thing, 0, tracks);
    }

    private bool Show(BoxPx thing = default, int noise = 0, params Track[] tracks) => Show(thing, noise, value: 70, tracks);

    private bool Show(BoxPx thing, int noise, int value, params Track[] tracks)
    {
        using Frame frame = Draw(thing, noise, value);
        _now += TimeSpan.FromMilliseconds(100);
        bool open = _gate.ShouldInfer(frame.View, _now, tracks);
        if (open)
            _gate.Inferred(_now, tracks);
        return open;
    }

    /// <summary>A textured wall, with a thing brighter by <paramref name="value"/> before it, drawn with parts of pixels at its sides.</summary>
    private Frame Draw(BoxPx thing, int noise, int value)
    {
        Frame frame = _pool.Rent(_size.Width, _size.Height);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < frame.Width; x++)
            {
                float cover = Math.Clamp(Math.Min(x + 1, thing.Right) - Math.Max(x, thing.X), 0, 1)
                    * Math.Clamp(Math.Min(y + 1, thing.Bottom) - Math.Max(y, thing.Y), 0, 1);
                float light = (60 + ((x * 7 / 50 * 31) + (y * 3 / 40 * 17)) % 80) * _gain / 100f;
                for (int c = 0; c < 3; c++)
                    row[(x * 3) + c] = (byte)Math.Clamp(light + (value * cover) + _random.Next(-noise, noise + 1), 0, 255);
            }
        }

        return frame;
    }
}
