using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Capture;

/// <summary>One camera's capture with everything around it, and its consumer.</summary>
internal sealed class CaptureRig : IDisposable
{
    // Tests block the pool's threads, and the servers and timers that they wait for need some.
    static CaptureRig() => ThreadPool.SetMinThreads(32, 32);

    public CaptureRig(string source, CaptureSettings? settings = null, string id = "gate")
        : this(id, source, settings ?? Fast, null, TimeProvider.System)
    {
    }

    public CaptureRig(Func<IFrameSource> sources, CaptureSettings settings, TimeProvider clock)
        : this("gate", "synthetic:test", settings, sources, clock)
    {
    }

    private CaptureRig(string id, string source, CaptureSettings settings, Func<IFrameSource>? sources, TimeProvider clock)
    {
        var camera = new CameraSettings { Id = id, Source = source, Capture = settings };
        Metrics = new CameraMetrics(id);
        Capture = sources is null
            ? new CameraCapture(camera, Pool, Log, Metrics, clock, NullLogger.Instance)
            : new CameraCapture(camera, sources, Pool, Log, Metrics, clock, NullLogger.Instance);
    }

    /// <summary>Short limits, so that tests see a whole life in seconds.</summary>
    public static CaptureSettings Fast { get; } = new()
    {
        StallTimeout = TimeSpan.FromSeconds(1),
        OpenTimeout = TimeSpan.FromSeconds(5),
        ReconnectMinimum = TimeSpan.FromMilliseconds(20),
        ReconnectMaximum = TimeSpan.FromMilliseconds(200),
    };

    public CameraCapture Capture { get; }

    public ConditionLog Log { get; } = new();

    public FramePool Pool { get; } = new();

    public CameraMetrics Metrics { get; }

    /// <summary>The next frame; fails the test when none comes.</summary>
    public Frame Next(int seconds = 20) =>
        Capture.Take(TimeSpan.FromSeconds(seconds), CancellationToken.None)
        ?? throw new Xunit.Sdk.XunitException($"no frame within {seconds} s; reported: {string.Join("; ", Log.Entries)}");

    /// <summary>Frames up to the end of the recording, looked at and given back.</summary>
    public List<T> All<T>(Func<Frame, T> look, int seconds = 30)
    {
        List<T> seen = [];
        long start = TimeProvider.System.GetTimestamp();
        while (!Capture.IsCompleted)
        {
            using Frame? frame = Capture.Take(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            if (frame is not null)
                seen.Add(look(frame));
            if (TimeProvider.System.GetElapsedTime(start).TotalSeconds > seconds)
                Assert.Fail($"the recording did not end within {seconds} s; {seen.Count} frames, reported: {string.Join("; ", Log.Entries)}");
        }

        return seen;
    }

    public void Dispose()
    {
        Capture.Dispose();
        Pool.Dispose();
    }
}
