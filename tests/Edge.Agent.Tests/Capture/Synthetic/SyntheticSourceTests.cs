using Edge.Agent.Capture;
using Edge.Agent.Capture.Synthetic;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class SyntheticSourceTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ManualTimeProvider _clock = new();
    private readonly FramePool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task Read_LiveStreet_OneFrameForEachTenthOfASecond()
    {
        using SyntheticSource source = Opened("street?fps=10&width=64&height=64");

        await ReadAsync(source);
        TimeSpan waited = await ReadAsync(source) + await ReadAsync(source);

        Assert.True(source.IsLive);
        Assert.InRange(waited, TimeSpan.FromMilliseconds(180), TimeSpan.FromMilliseconds(240));
    }

    [Fact]
    public async Task Read_ReaderIsLate_TheStreetWentOnWithoutIt()
    {
        using SyntheticSource late = Opened("street?fps=10&width=64&height=64&seed=3");
        using SyntheticSource recording = Opened("street?fps=10&width=64&height=64&seed=3&pace=fast");
        await ReadAsync(late);
        _clock.Advance(TimeSpan.FromSeconds(2));

        using Frame seen = Read(late);

        for (int i = 0; i < 20; i++)
            Read(recording).Dispose();
        using Frame twentieth = Read(recording);
        Assert.True(seen.View.Row(50).SequenceEqual(twentieth.View.Row(50)));
    }

    [Fact]
    public async Task Read_StallEvery_NoFrameForThatLong()
    {
        using SyntheticSource source = Opened("street?fps=2&width=64&height=64&stallEvery=5s&stallFor=8s");
        var waits = new List<TimeSpan>();
        for (int i = 0; i < 14; i++)
            waits.Add(await ReadAsync(source, TimeSpan.FromMilliseconds(100)));

        Assert.Equal(1, waits.Count(wait => wait > TimeSpan.FromSeconds(7.8)));
        Assert.All(waits, wait => Assert.True(wait < TimeSpan.FromSeconds(8.7)));
    }

    [Fact]
    public async Task Read_StallCancelled_EndsAtOnce()
    {
        using SyntheticSource source = Opened("street?fps=10&width=64&height=64&stallEvery=100ms&stallFor=1h");
        using var stop = new CancellationTokenSource();
        await ReadAsync(source);
        Task<Frame?> stalled = Task.Run(() => source.Read(_pool, stop.Token));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled.WaitAsync(Deadline.Default));
    }

    [Fact]
    public async Task Read_DieEvery_BreaksWithAnErrorAndANewOneGoesOn()
    {
        using SyntheticSource source = Opened("street?fps=10&width=64&height=64&dieEvery=1s");
        for (int i = 0; i < 10; i++)
            await ReadAsync(source);

        CaptureException broken = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(source));

        Assert.Contains("dieEvery=1s", broken.Message, StringComparison.Ordinal);
        using SyntheticSource again = Opened("street?fps=10&width=64&height=64&dieEvery=1s");
        await ReadAsync(again);
    }

    [Fact]
    public void Read_ResizeEvery_SizeChangesAndChangesBack()
    {
        using SyntheticSource source = Opened("street?fps=10&width=200&height=100&resizeEvery=1s&pace=fast");
        var sizes = new List<SizePx>();
        for (int i = 0; i < 25; i++)
        {
            using Frame frame = Read(source);
            sizes.Add(frame.Size);
        }

        Assert.All(sizes[..10], size => Assert.Equal(new SizePx(200, 100), size));
        Assert.All(sizes[10..20], size => Assert.Equal(new SizePx(150, 75), size));
        Assert.All(sizes[20..], size => Assert.Equal(new SizePx(200, 100), size));
    }

    [Fact]
    public void Read_GarbageEvery_PicturesAreTornForThatLong()
    {
        using SyntheticSource clean = Opened("street?fps=10&width=160&height=96&pace=fast");
        using SyntheticSource torn = Opened("street?fps=10&width=160&height=96&pace=fast&garbageEvery=1s&garbageFor=300ms");
        for (int i = 0; i < 20; i++)
        {
            using Frame expected = Read(clean);
            using Frame frame = Read(torn);
            bool same = true;
            for (int y = 0; y < 96; y++)
                same &= frame.View.Row(y).SequenceEqual(expected.View.Row(y));

            Assert.Equal(i is < 10 or > 12, same);
        }
    }

    [Fact]
    public void Read_Script_EveryFrameInOrderThenTheEnd()
    {
        using SyntheticSource source = Opened("script?events=2&gap=3&hold=2&fps=10&width=64&height=64");
        var times = new List<TimeSpan>();
        while (source.Read(_pool, CancellationToken.None) is { } frame)
        {
            times.Add(frame.CapturedAt.Monotonic);
            frame.Dispose();
        }

        Assert.False(source.IsLive);
        Assert.Equal(Enumerable.Range(0, 13).Select(i => TimeSpan.FromSeconds(i / 10.0)), times);
    }

    [Fact]
    public void Step_ScriptResumed_NextFrameIsTheOneBehind()
    {
        using SyntheticSource resumed = Opened("script?events=2&gap=3&hold=2&width=64&height=64");
        using SyntheticSource whole = Opened("script?events=2&gap=3&hold=2&width=64&height=64");
        for (int i = 0; i < 4; i++)
        {
            Assert.True(resumed.Step(CancellationToken.None));
            Read(whole).Dispose();
        }

        using Frame expected = Read(whole);
        using Frame frame = Read(resumed);

        Assert.True(frame.View.Row(40).SequenceEqual(expected.View.Row(40)));
        Assert.Equal(0, ((ScriptScene)resumed.Scene).EventAt(4));
    }

    [Fact]
    public void Read_SteadyState_AllocatesNothing()
    {
        using SyntheticSource source = Opened("street?width=320&height=192&pace=fast&people=6&cars=4");
        // What is allocated once, whenever its turn comes, is not in every round; what is allocated per frame is.
        Assert.Equal(0, Enumerable.Range(0, 5).Select(_ => AllocatedBy(source, 50)).ToArray().Min());
    }

    [Fact]
    public void Read_BoardsSteadyState_AllocatesNothing()
    {
        using SyntheticSource source = Opened("boards?pace=fast&rate=300");
        for (int i = 0; i < 60; i++)
            Read(source).Dispose();

        // 30 boards a round, made and shown.
        Assert.Equal(0, Enumerable.Range(0, 3).Select(_ => AllocatedBy(source, 60)).ToArray().Min());
    }

    private long AllocatedBy(SyntheticSource source, int frames)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < frames; i++)
            Read(source).Dispose();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public async Task Read_LiveBoards_ComeAtTheirRateAndBreakWhenAsked()
    {
        using SyntheticSource source = Opened("boards?fps=10&dieEvery=1s");

        TimeSpan waited = await ReadAsync(source) + await ReadAsync(source) + await ReadAsync(source);

        Assert.True(source.IsLive);
        // No upper bound: this clock runs on while a board is made.
        Assert.True(waited >= TimeSpan.FromMilliseconds(200), $"three frames within {waited}");
        await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            for (int i = 0; i < 20; i++)
                await ReadAsync(source);
        });
    }

    [Fact]
    public void Read_BoardsWithFrames_EndsBehindThem()
    {
        using SyntheticSource source = Opened("boards?pace=fast&frames=3");
        int count = 0;
        while (source.Read(_pool, CancellationToken.None) is { } frame)
        {
            Assert.Equal(new SizePx(640, 640), frame.Size);
            frame.Dispose();
            count++;
        }

        Assert.Equal(3, count);
    }

    [Fact]
    public void Constructor_UnknownScene_SaysWhatIsAllowed()
    {
        FormatException error = Assert.Throws<FormatException>(() => new SyntheticSource("road", new CaptureSettings(), _clock));

        Assert.Contains("street, script", error.Message, StringComparison.Ordinal);
    }

    private SyntheticSource Opened(string name)
    {
        var source = new SyntheticSource(name, new CaptureSettings(), _clock);
        source.Open(CancellationToken.None);
        return source;
    }

    private Frame Read(SyntheticSource source) =>
        source.Read(_pool, CancellationToken.None) ?? throw new InvalidOperationException("the source ended");

    /// <summary>Reads one frame of a live source while the clock goes on.</summary>
    /// <returns>How long the reader waited by that clock.</returns>
    private async Task<TimeSpan> ReadAsync(SyntheticSource source, TimeSpan? tick = null)
    {
        long begun = _clock.GetTimestamp();
        Task<long> reading = Task.Run(() =>
        {
            Read(source).Dispose();
            return _clock.GetTimestamp();
        });
        while (!reading.IsCompleted)
        {
            // Give the reader time to come to its wait before the clock moves on.
            await Task.WhenAny(reading, Task.Delay(3));
            if (!reading.IsCompleted)
                _clock.Advance(tick ?? Tick);
        }

        return _clock.GetElapsedTime(begun, await reading);
    }
}
