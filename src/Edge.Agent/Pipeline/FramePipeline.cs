using System.Diagnostics;
using System.Runtime.InteropServices;
using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Health;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Edge.Vision.Inference;
using Edge.Vision.Motion;

namespace Edge.Agent.Pipeline;

/// <summary>
/// The way of one frame, from pixels to alerts. Read this first.
/// <list type="number">
/// <item>Mask: privacy masks are burned in, before anything else sees the pixels.</item>
/// <item>Gate: a still scene is not inferred again; tracks and rules go on with what was there.</item>
/// <item>Detect: letterbox into the input tensor, inference, decoding, suppression.</item>
/// <item>Track: detections become objects with a history.</item>
/// <item>Classify: new or changed objects get a kind from the second-stage model, where there is one.</item>
/// <item>Decide: rules turn tracks into events.</item>
/// <item>Tell: events become alerts with evidence, and go to the outbox.</item>
/// </list>
/// One instance a camera, used by one thread. Steps 1 to 6 allocate nothing in the steady state; an alert does.
/// </summary>
internal sealed class FramePipeline : IDisposable
{
    private readonly ModelSlot _models;
    private readonly CameraSettings _camera;
    private readonly CameraMetrics _metrics;
    private readonly AlertTeller _teller;
    private readonly ExampleRecorder? _examples;
    private readonly PrivacyMask _mask;
    private readonly MotionGate _gate;
    private readonly List<Detection> _detections = new(128);
    private readonly List<Track> _tracks = new(128);
    private readonly List<RuleEvent> _events = new(16);
    private Judges? _judges;

    /// <summary>A pipeline for <paramref name="camera"/> on whatever model is current; frames on which the model was not sure go to <paramref name="examples"/>, where there is one.</summary>
    public FramePipeline(CameraSettings camera, ModelSlot models, AlertTeller teller, CameraMetrics metrics, ExampleRecorder? examples = null)
    {
        _camera = camera;
        _models = models;
        _teller = teller;
        _metrics = metrics;
        _examples = examples;
        _mask = new PrivacyMask(camera.PrivacyMasks);
        _gate = new MotionGate(new MotionGateOptions
        {
            Threshold = camera.Motion.Threshold,
            MinimumArea = camera.Motion.MinimumArea,
            RefreshEvery = camera.Motion.RefreshEvery,
        });
    }

    /// <summary>Tracks after the latest frame.</summary>
    public IReadOnlyList<Track> Tracks => _tracks;

    /// <summary>Takes one frame all the way. The caller still owns and disposes it.</summary>
    public void Process(Frame frame)
    {
        Judges judges = CurrentJudges(frame.CapturedAt);
        FrameView view = frame.View;
        TimeSpan now = frame.CapturedAt.Monotonic;
        long started = Stopwatch.GetTimestamp();

        _mask.Apply(view);
        bool infer = !_camera.Motion.Enabled || _gate.ShouldInfer(view, now, CollectionsMarshal.AsSpan(_tracks));
        long gated = Stopwatch.GetTimestamp();
        _metrics[Stage.Gate].Record(started, gated);

        if (infer)
            Detect(judges, view, frame.CapturedAt);
        else
            judges.Tracker.Hold(now, _tracks);
        judges.Classifier?.Update(view, CollectionsMarshal.AsSpan(_tracks), now);
        long tracked = Stopwatch.GetTimestamp();

        judges.Rules.Evaluate(frame.CapturedAt, frame.Size, CollectionsMarshal.AsSpan(_tracks), infer, _events);
        if (_events.Count > 0)
            _teller.Tell(_events, frame, _tracks, judges);
        long decided = Stopwatch.GetTimestamp();

        _metrics[Stage.Decide].Record(tracked, decided);
        _metrics[Stage.EndToEnd].Record(frame.ArrivedTimestamp, decided);
        _metrics.CountJudged();
        if (!infer)
            _metrics.CountStill();
    }

    /// <summary>No more frames will come: lasting alerts end.</summary>
    public void Finish(Moment now) => EndAlerts(now);

    /// <summary>Ends an inference that is taking too long, from another thread; <see cref="Process"/> then throws.</summary>
    public void CancelInference() => Volatile.Read(ref _judges)?.Detector.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _judges?.Dispose();

    private void Detect(Judges judges, in FrameView view, Moment at)
    {
        TimeSpan now = at.Monotonic;
        DetectorTimings timings = default;
        judges.Detector.Detect(view, _detections, ref timings);
        _metrics.CountInference(_detections.Count);
        _models.Shadow?.Offer(_camera.Id, at.Utc, view, CollectionsMarshal.AsSpan(_detections));
        CollectExample(judges, view, at.Utc);
        _metrics[Stage.Preprocess].Record(timings.Started, timings.Preprocessed);
        _metrics[Stage.Infer].Record(timings.Preprocessed, timings.Inferred);
        _metrics[Stage.Decode].Record(timings.Inferred, timings.Decoded);

        int confirmedBefore = judges.Tracker.ConfirmedTotal;
        judges.Tracker.Update(CollectionsMarshal.AsSpan(_detections), now, _tracks);
        _metrics.CountTracks(judges.Tracker.ConfirmedTotal - confirmedBefore);
        _gate.Inferred(now, CollectionsMarshal.AsSpan(_tracks));
        _metrics[Stage.Track].Record(timings.Decoded, Stopwatch.GetTimestamp());
    }

    private void CollectExample(Judges judges, in FrameView view, DateTimeOffset at)
    {
        if (_examples is null)
            return;
        ReadOnlySpan<Detection> found = CollectionsMarshal.AsSpan(_detections);
        float margin = judges.Margins.Least(found);
        if (margin <= ExampleLimits.Margin)
            _examples.Offer(view, found, new ExampleSubject(_camera.Id, at, ExampleReason.LowMargin, margin, judges.Model));
    }

    // A model swapped in by a reload or an update takes over between two frames: none is missed.
    private Judges CurrentJudges(Moment now)
    {
        if (_judges is { } current && current.Generation == _models.Generation)
            return current;

        EndAlerts(now);
        Judges fresh = _models.MakeJudges(_camera);
        _judges?.Dispose();
        Volatile.Write(ref _judges, fresh);
        _tracks.Clear();
        return fresh;
    }

    private void EndAlerts(Moment now)
    {
        if (_judges is not { } judges)
            return;
        judges.Rules.EndAll(now, _events);
        if (_events.Count > 0)
            _teller.Tell(_events, frame: null, _tracks, judges);
    }
}
