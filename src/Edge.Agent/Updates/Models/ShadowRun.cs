using System.Runtime.InteropServices;
using Edge.Agent.Examples;
using Edge.Agent.Pipeline;
using Edge.Contracts.Updates;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Inference;

namespace Edge.Agent.Updates.Models;

/// <summary>
/// Runs a candidate beside the active model on spare time: one frame at a time is copied from whichever pipeline comes first, and after each the run rests
/// four times as long as it took. A pipeline that finds it busy goes on without a copy.
/// </summary>
internal sealed class ShadowRun : IFrameShadow, IDisposable
{
    private const double RestShare = 4;
    private readonly ModelSet _active;
    private readonly ModelSet _candidate;
    private readonly DetectionComparison _comparison;
    private readonly TimeProvider _clock;
    private readonly FramePool _pool = new(1);
    private readonly SemaphoreSlim _offered = new(0);
    private readonly List<Detection> _found = new(128);
    private readonly List<Detection> _candidates = new(128);
    private readonly LatencyRecord _latency = new();
    private readonly Lock _ending = new();
    private Frame? _frame;
    private string _camera = "";
    private DateTimeOffset _takenAt;
    private bool _ended;
    private int _busy = 1;

    /// <summary>A run of <paramref name="candidate"/> beside <paramref name="active"/>; both stay the caller's, who holds them until the run is disposed.</summary>
    public ShadowRun(ModelSet active, ModelSet candidate, DetectionComparison comparison, TimeProvider clock)
    {
        _active = active;
        _candidate = candidate;
        _comparison = comparison;
        _clock = clock;
    }

    /// <summary>Gets the frames on which the two do not agree; null for none.</summary>
    public ExampleRecorder? Examples { get; init; }

    /// <inheritdoc/>
    public void Offer(string camera, DateTimeOffset at, in FrameView view, ReadOnlySpan<Detection> found)
    {
        if (Volatile.Read(ref _busy) != 0 || Interlocked.Exchange(ref _busy, 1) != 0)
            return;
        // Only the pipeline whose frame is taken gets here, and only the end of the run can be in its way.
        lock (_ending)
        {
            if (_ended)
                return;
            Frame copy = _pool.Rent(view.Width, view.Height);
            for (int y = 0; y < view.Height; y++)
                view.Row(y).CopyTo(copy.View.Row(y));
            _found.Clear();
            _found.AddRange(found);
            (_camera, _takenAt) = (camera, at);
            _frame = copy;
        }

        _offered.Release();
    }

    /// <summary>Runs until as many frames were judged by both, or the time is over, or cancelled.</summary>
    /// <param name="frames">Enough frames.</param>
    /// <param name="time">Longest time.</param>
    /// <param name="told">Told after each frame.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ShadowFigures> RunAsync(int frames, TimeSpan time, Action<ShadowFigures> told, CancellationToken cancellation)
    {
        var figures = new ShadowFigures(0, 0, null);
        using var limit = new CancellationTokenSource(time, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using Detector detector = _candidate.Detector.CreateDetector(_clock);
        using CancellationTokenRegistration ending = either.Token.Register(detector.Cancel);
        try
        {
            while (figures.Frames < frames)
            {
                Volatile.Write(ref _busy, 0);
                await _offered.WaitAsync(either.Token);
                long start = _clock.GetTimestamp();
                bool agree = Judge(detector);
                figures = new ShadowFigures(figures.Frames + 1, figures.Disagreements + (agree ? 0 : 1), _latency.P99());
                told(figures);
                await Task.Delay(_clock.GetElapsedTime(start) * RestShare, _clock, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over: what was seen is what there is. A camera that watches a wall may have offered nothing.
        }

        return figures;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // From here on every offer finds it busy.
        Volatile.Write(ref _busy, 1);
        lock (_ending)
        {
            _ended = true;
            _frame?.Dispose();
            _frame = null;
            _pool.Dispose();
        }
    }

    private bool Judge(Detector detector)
    {
        using Frame frame = Interlocked.Exchange(ref _frame, null)!;
        DetectorTimings timings = default;
        detector.Detect(frame.View, _candidates, ref timings);
        _latency.Add(_clock.GetElapsedTime(timings.Preprocessed, timings.Inferred).TotalMilliseconds);
        ModelDefinition active = _active.Detector.Definition, candidate = _candidate.Detector.Definition;
        bool agree = _comparison.Agree(
            new Findings(CollectionsMarshal.AsSpan(_found), active.Labels, active.ScoreThreshold),
            new Findings(CollectionsMarshal.AsSpan(_candidates), candidate.Labels, candidate.ScoreThreshold));
        if (!agree)
            Examples?.Offer(frame.View, CollectionsMarshal.AsSpan(_found), new ExampleSubject(_camera, _takenAt, ExampleReason.Disagreement, 0, active));
        return agree;
    }
}
