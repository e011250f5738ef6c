using System.Diagnostics;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Bench;

/// <summary>The capture alone: every frame is read, decoded, handed over and given back.</summary>
internal sealed class DecodeRun : IDisposable
{
    private readonly FramePool _pool = new(maximumIdle: 6);
    private readonly CaptureFaults _faults = new();
    private readonly CameraCapture _capture;

    /// <summary>A capture at work, held by nobody taking its frames.</summary>
    /// <exception cref="BenchException">The source is live.</exception>
    public DecodeRun(CameraSettings camera, ILogger log)
    {
        _capture = new CameraCapture(camera, _pool, _faults, new CameraMetrics(camera.Id), TimeProvider.System, log);
        Description = _capture.SourceDescription;
        if (_capture.IsLive)
        {
            _capture.Dispose();
            throw new BenchException($"source '{Description}' is live: its own pace would be measured; allowed: file:, images:, synthetic:");
        }

        _capture.Start();
    }

    /// <summary>The source for people.</summary>
    public string Description { get; }

    /// <summary>The next frame, for the caller to own.</summary>
    /// <exception cref="BenchException">None comes.</exception>
    public Frame Next()
    {
        for (int second = 0; second < 60; second++)
        {
            if (_capture.Take(TimeSpan.FromSeconds(1), CancellationToken.None) is { } frame)
                return frame;
            _faults.Throw();
        }

        throw new BenchException($"source '{Description}' gave no frame for 60 s");
    }

    /// <summary>Reads <paramref name="frames"/> frames, a few after going on.</summary>
    /// <returns>Frames a second.</returns>
    public double Round(int leadIn, int frames)
    {
        for (int i = 0; i < leadIn; i++)
            Next().Dispose();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < frames; i++)
            Next().Dispose();
        return frames / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _capture.Dispose();
        _pool.Dispose();
    }
}
