using System.Diagnostics;
using Edge.Agent.Health;
using Edge.Domain.Frames;

namespace Edge.Agent.Bench;

/// <summary>
/// Stands at the end of the frame path, on the pipeline's own thread: takes each stage's time of the frame that just went through, and what it allocated.
/// Between rounds it holds the pipeline.
/// </summary>
internal sealed class FrameSampler : IDisposable
{
    private static readonly Stage[] Stages = [.. Enum.GetValues<Stage>().Where(stage => stage != Stage.Capture)];
    private readonly CameraMetrics _metrics;
    private readonly CommitCounter _commits;
    private readonly Action<Action<Frame>> _request;
    private readonly Action<Frame> _sample;
    private readonly AllocationMeter _meter = new();
    private readonly long[] _totals = new long[Stages.Length];
    private readonly long[] _counts = new long[Stages.Length];
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private long _told;
    private int _leadIn;
    private int _toGo;
    private volatile bool _closing;

    /// <summary>A sampler that holds the first frame.</summary>
    /// <param name="metrics">Where the pipeline records its stages.</param>
    /// <param name="commits">Where its alerts go.</param>
    /// <param name="request">Asks the pipeline for a call behind its next frame.</param>
    public FrameSampler(CameraMetrics metrics, CommitCounter commits, Action<Action<Frame>> request)
    {
        _metrics = metrics;
        _commits = commits;
        _request = request;
        _sample = Sample;
        Times = [.. Stages.Select(_ => new TimeSamples(1 << 16))];
    }

    /// <summary>Exact times of each stage, in the order of the enumeration without capture.</summary>
    public IReadOnlyList<TimeSamples> Times { get; }

    /// <summary>Frames measured that told nothing.</summary>
    public long QuietFrames { get; private set; }

    /// <summary>Bytes that those allocated on the pipeline's thread.</summary>
    public long QuietBytes { get; private set; }

    /// <summary>Frames measured that raised, updated or ended an alert.</summary>
    public long AlertFrames { get; private set; }

    /// <summary>Bytes that those allocated on the pipeline's thread.</summary>
    public long AlertBytes { get; private set; }

    /// <summary>Pixels of the latest frame, across and down.</summary>
    public (int Width, int Height) FrameSize { get; private set; }

    /// <summary>Stopwatch timestamps of the first and last measured frame's ends.</summary>
    public (long Start, long End) Round { get; private set; }

    /// <summary>The stage that <see cref="Times"/> holds at <paramref name="index"/>.</summary>
    public static Stage StageAt(int index) => Stages[index];

    /// <summary>Asks for the first frame.</summary>
    public void Start() => _request(_sample);

    /// <summary>Lets <paramref name="leadIn"/> frames pass, then measures <paramref name="frames"/>.</summary>
    public void Begin(int leadIn, int frames)
    {
        _leadIn = leadIn;
        _toGo = frames;
        _go.Release();
    }

    /// <summary>Waits a while for the end of the round.</summary>
    public bool Wait(TimeSpan timeout) => _done.Wait(timeout);

    /// <summary>Lets the pipeline go, for good.</summary>
    public void Dispose()
    {
        _closing = true;
        _go.Release();
    }

    private void Sample(Frame frame)
    {
        if (_closing)
            return;
        if (_leadIn > 0)
            LeadIn(frame);
        else if (_toGo > 0)
            Measure();
        if (_toGo == 0)
            Hold();
        _request(_sample);
        _meter.Begin();
    }

    private void LeadIn(Frame frame)
    {
        FrameSize = (frame.Width, frame.Height);
        for (int i = 0; i < Stages.Length; i++)
        {
            _totals[i] = _metrics[Stages[i]].TotalTicks;
            _counts[i] = _metrics[Stages[i]].Count;
        }

        _told = _commits.Alerts;
        if (--_leadIn == 0)
            Round = (Stopwatch.GetTimestamp(), 0);
    }

    private void Measure()
    {
        long bytes = _meter.Sample();
        for (int i = 0; i < Stages.Length; i++)
        {
            StageHistogram stage = _metrics[Stages[i]];
            long total = stage.TotalTicks, count = stage.Count;
            if (count != _counts[i])
                Times[i].Add((total - _totals[i]) * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
            (_totals[i], _counts[i]) = (total, count);
        }

        long told = _commits.Alerts;
        if (told == _told)
        {
            QuietFrames++;
            QuietBytes += bytes;
        }
        else
        {
            AlertFrames++;
            AlertBytes += bytes;
        }

        _told = told;
        if (--_toGo > 0)
            return;
        Round = (Round.Start, Stopwatch.GetTimestamp());
        _done.Release();
    }

    private void Hold()
    {
        while (_toGo == 0 && !_closing)
            _go.Wait();
    }
}
