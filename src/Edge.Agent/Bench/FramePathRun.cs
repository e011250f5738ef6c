using System.Diagnostics;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Bench;

/// <summary>The agent's own frame path on one recorded source: the worker, capture, pipeline, outbox and evidence that the agent runs, held between rounds.</summary>
internal sealed class FramePathRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CameraMetrics _metrics;
    private readonly FramePool _pool = new(maximumIdle: 6);
    private readonly CaptureFaults _faults = new();
    private readonly CaptureMeter _capture = new();
    private readonly CameraWorker _worker;

    /// <summary>A path that holds its first frame.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="camera">The camera, recorded and looping.</param>
    /// <param name="models">The model in force.</param>
    /// <param name="outbox">Where alerts go.</param>
    /// <param name="evidence">Where snapshots go; null keeps none.</param>
    /// <param name="log">Where it logs.</param>
    public FramePathRun(EdgeSettings settings, CameraSettings camera, ModelSlot models, IOutbox outbox, EvidenceRecorder? evidence, ILogger log)
    {
        _metrics = new CameraMetrics(camera.Id);
        var commits = new CommitCounter(outbox);
        CameraMetrics metrics = _metrics;
        var sources = new SourceFactory(camera, TimeProvider.System, log);
        var capture = new CameraCapture(camera, () => MeteredSource.Over(sources.Create(), _capture), _pool, _faults, metrics, TimeProvider.System, log);
        _worker = new CameraWorker(
            camera,
            capture,
            () => new FramePipeline(camera, models, new AlertTeller(settings, camera, commits, evidence, metrics), metrics),
            new ProgressBeat(HealthPart.Detector, camera.Id, TimeProvider.System),
            TimeProvider.System,
            log);
        Sampler = new FrameSampler(metrics, commits, _worker.RequestSnapshot);
        _worker.Start();
        Sampler.Start();
    }

    /// <summary>What was measured.</summary>
    public FrameSampler Sampler { get; }

    /// <summary>Reading and decoding beside the pipeline.</summary>
    public TimeSamples CaptureTimes => _capture.Times;

    /// <summary>Managed bytes and frames of the capture thread in the measured rounds.</summary>
    public (long Bytes, long Frames) CaptureAllocation { get; private set; }

    /// <summary>Bytes that the whole process allocated in the measured rounds.</summary>
    public long ProcessBytes { get; private set; }

    /// <summary>Alerts raised.</summary>
    public long Alerts => _metrics.Alerts;

    /// <summary>Forgets the times of the warm-up; between rounds only.</summary>
    public void Forget()
    {
        foreach (TimeSamples times in Sampler.Times)
            times.Clear();
        CaptureTimes.Clear();
    }

    /// <summary>Lets frames pass without measuring them.</summary>
    public void WarmUp(int frames)
    {
        Sampler.Begin(frames, 1);
        Wait();
    }

    /// <summary>Measures <paramref name="frames"/> frames, a few after going on.</summary>
    /// <returns>Frames a second.</returns>
    public double Round(int leadIn, int frames)
    {
        (long bytes, long captured) = (_capture.Allocation.Bytes, _capture.Allocation.Frames);
        long process = GC.GetTotalAllocatedBytes(precise: true);
        Sampler.Begin(leadIn, frames);
        Wait();
        ProcessBytes += GC.GetTotalAllocatedBytes(precise: true) - process;
        CaptureAllocation = (CaptureAllocation.Bytes + _capture.Allocation.Bytes - bytes, CaptureAllocation.Frames + _capture.Allocation.Frames - captured);
        return frames / Stopwatch.GetElapsedTime(Sampler.Round.Start, Sampler.Round.End).TotalSeconds;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        Sampler.Dispose();
        await _worker.DisposeAsync();
        _pool.Dispose();
    }

    private void Wait()
    {
        long judged = -1;
        long since = Stopwatch.GetTimestamp();
        while (!Sampler.Wait(TimeSpan.FromSeconds(1)))
        {
            _faults.Throw();
            if (_metrics.FramesJudged != judged)
                (judged, since) = (_metrics.FramesJudged, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new BenchException($"no frame was judged for {Patience.TotalSeconds:0} s; the log says why");
        }
    }
}
