using Edge.Agent.Capture;
using Edge.Testing;

namespace Edge.Agent.Tests.Capture;

public sealed class FfmpegOptionsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _set = [];
    private readonly FfmpegOptions _options;

    public FfmpegOptionsTests() => _options = new FfmpegOptions(
        value =>
        {
            lock (_set)
                _set.Add(value);
        },
        _clock);

    [Fact]
    public void With_SameOptions_OpensSideBySideAndSetsOnce()
    {
        int inside = _options.With("tcp", () => _options.With("tcp", () => 2, CancellationToken.None), CancellationToken.None);
        Assert.Equal(2, inside);
        Assert.Equal(["tcp"], _set);
    }

    [Fact]
    public async Task With_OtherOptions_WaitsForTheOpenThatMayStillReadThem()
    {
        using var opening = new ManualResetEventSlim();
        using var opened = new ManualResetEventSlim();
        Task<int> tcp = Task.Run(() => _options.With("tcp", () => { opening.Set(); opened.Wait(); return 1; }, CancellationToken.None));
        opening.Wait();
        Task<int> udp = Task.Run(() => _options.With("udp", () => 2, CancellationToken.None));

        // Well inside the time that reading may take, nothing happens.
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(["tcp"], _set);
        opened.Set();
        await tcp;
        Assert.True(SpinWait.SpinUntil(() => { _clock.Advance(TimeSpan.FromMilliseconds(1)); return udp.IsCompleted; }, TimeSpan.FromSeconds(10)));
        Assert.Equal(["tcp", "udp"], _set);
    }

    [Fact]
    public void With_AnOpenThatHangs_DelaysOthersNoLongerThanASecond()
    {
        using var opening = new ManualResetEventSlim();
        using var opened = new ManualResetEventSlim();
        Task<int> hangs = Task.Run(() => _options.With("tcp", () => { opening.Set(); opened.Wait(); return 1; }, CancellationToken.None));
        opening.Wait();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, _options.With("udp", () => 2, CancellationToken.None));

        Assert.False(hangs.IsCompleted);
        opened.Set();
    }
}
