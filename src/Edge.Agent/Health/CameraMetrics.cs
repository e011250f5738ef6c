namespace Edge.Agent.Health;

/// <summary>What one camera's pipeline counted since the agent started. Thread safe, lock free, allocation free.</summary>
public sealed class CameraMetrics
{
    private readonly StageHistogram[] _stages;
    private long _framesCaptured, _framesDropped, _framesJudged, _framesStill, _inferences, _detections, _tracks, _alerts, _reconnects;

    /// <summary>Counters at zero for camera <paramref name="cameraId"/>.</summary>
    public CameraMetrics(string cameraId)
    {
        CameraId = cameraId;
        _stages = [.. Enum.GetValues<Stage>().Select(_ => new StageHistogram())];
    }

    /// <summary>Which camera.</summary>
    public string CameraId { get; }

    /// <summary>Frames that the source delivered.</summary>
    public long FramesCaptured => Interlocked.Read(ref _framesCaptured);

    /// <summary>Frames that a newer one replaced before they were judged.</summary>
    public long FramesDropped => Interlocked.Read(ref _framesDropped);

    /// <summary>Frames that went through the pipeline, still ones included.</summary>
    public long FramesJudged => Interlocked.Read(ref _framesJudged);

    /// <summary>Judged frames that the motion gate spared the detector.</summary>
    public long FramesStill => Interlocked.Read(ref _framesStill);

    /// <summary>Detector runs.</summary>
    public long Inferences => Interlocked.Read(ref _inferences);

    /// <summary>Detections over the score threshold.</summary>
    public long Detections => Interlocked.Read(ref _detections);

    /// <summary>Tracks confirmed.</summary>
    public long Tracks => Interlocked.Read(ref _tracks);

    /// <summary>Alerts raised (new ones, not their updates).</summary>
    public long Alerts => Interlocked.Read(ref _alerts);

    /// <summary>Times the source was opened again.</summary>
    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Latencies of one stage.</summary>
    public StageHistogram this[Stage stage] => _stages[(int)stage];

    /// <summary>Counts a captured frame.</summary>
    public void CountCaptured() => Interlocked.Increment(ref _framesCaptured);

    /// <summary>Counts frames replaced by newer ones.</summary>
    public void CountDropped(long frames = 1) => Interlocked.Add(ref _framesDropped, frames);

    /// <summary>Counts a judged frame.</summary>
    public void CountJudged() => Interlocked.Increment(ref _framesJudged);

    /// <summary>Counts a frame that the motion gate stopped.</summary>
    public void CountStill() => Interlocked.Increment(ref _framesStill);

    /// <summary>Counts a detector run and what it found.</summary>
    public void CountInference(int detections)
    {
        Interlocked.Increment(ref _inferences);
        Interlocked.Add(ref _detections, detections);
    }

    /// <summary>Counts newly confirmed tracks.</summary>
    public void CountTracks(int confirmed) => Interlocked.Add(ref _tracks, confirmed);

    /// <summary>Counts a raised alert.</summary>
    public void CountAlert() => Interlocked.Increment(ref _alerts);

    /// <summary>Counts a reconnection.</summary>
    public void CountReconnect() => Interlocked.Increment(ref _reconnects);
}
