using System.Globalization;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;

namespace Edge.Agent.Health;

/// <summary>
/// Decides who is healthy, who is blind, who is stuck, and what to do about it. No clock, no I/O; one caller at a time.
/// </summary>
/// <remarks>
/// <para>The watchdog's rule. It is fed while each of capture, inference and outbox has made progress within its time, where progress is:</para>
/// <list type="bullet">
/// <item>capture: a frame, or a word from the loop that reads the camera. A camera that is unplugged is blind, not hung: each failed
/// attempt to open it again is progress of the loop. A loop that says nothing for longer than its own longest wait is hung.</item>
/// <item>inference: no frame is inside the detector for longer than <see cref="HealthSettings.DetectorTimeout"/>, and frames do not keep
/// arriving for that long with none judged. Without frames there is nothing to do, and that is not a hang.</item>
/// <item>outbox: no commit waits for longer than <see cref="HealthSettings.PublisherTimeout"/>. Telemetry goes through the outbox, so
/// it is exercised even where nothing happens.</item>
/// </list>
/// <para>A broker that is away does not count: alerts wait on disk, which is what the disk is for.</para>
/// <para>A stuck part is restarted and gets its whole time again; past <see cref="HealthSettings.RestartLimit"/> restarts within
/// <see cref="HealthSettings.RestartWindow"/> the process gives up, and its service manager decides.</para>
/// </remarks>
public sealed class HealthPolicy
{
    private readonly Dictionary<PartKey, Queue<TimeSpan>> _restarts = [];

    /// <summary>A policy that has restarted nothing yet.</summary>
    public HealthPolicy(HealthSettings settings) => Settings = settings;

    /// <summary>The times and limits in force; a reload sets new ones.</summary>
    public HealthSettings Settings { get; set; }

    /// <summary>Restarts ordered since the start, over all parts.</summary>
    public long RestartCount { get; private set; }

    /// <summary>Judges a snapshot. The restarts that it orders are counted as made.</summary>
    public HealthDecision Decide(HealthSnapshot snapshot)
    {
        var verdicts = new Dictionary<PartKey, PartVerdict>();
        var limits = new Dictionary<PartKey, TimeSpan>();
        foreach (BeatReading beat in snapshot.Beats)
        {
            limits[beat.Key] = beat.Key.Part == HealthPart.Detector ? Settings.DetectorTimeout : Settings.PublisherTimeout;
            verdicts[beat.Key] = beat.WaitingFor > limits[beat.Key]
                ? new PartVerdict(beat.Key, PartState.Stuck, $"has work and got none done within {Text(limits[beat.Key])}")
                : new PartVerdict(beat.Key, PartState.Healthy, "");
        }

        foreach (CameraReading camera in snapshot.Cameras)
        {
            var detectorKey = new PartKey(HealthPart.Detector, camera.CameraId);
            limits[detectorKey] = Settings.DetectorTimeout;
            PartVerdict detector = JudgeDetector(detectorKey, camera, verdicts.GetValueOrDefault(detectorKey));
            verdicts[detectorKey] = detector;
            var captureKey = new PartKey(HealthPart.Capture, camera.CameraId);
            limits[captureKey] = camera.SilenceLimit;
            verdicts[captureKey] = JudgeCapture(captureKey, camera, detector.State == PartState.Stuck);
        }

        string? giveUp = null;
        var restarts = new List<PartVerdict>();
        foreach (PartVerdict stuck in verdicts.Values.Where(v => v.State == PartState.Stuck))
        {
            if (!IsDue(stuck.Key, limits[stuck.Key], snapshot.Now))
                continue;
            if (TryCountRestart(stuck.Key, snapshot.Now))
                restarts.Add(stuck);
            else
                giveUp ??= $"{stuck.Key} {stuck.Reason}, after {Settings.RestartLimit} restarts within {Text(Settings.RestartWindow)}";
        }

        bool feed = !verdicts.Values.Any(v => v.State == PartState.Stuck && v.Key.Part != HealthPart.Publisher);
        return new HealthDecision([.. verdicts.Values.OrderBy(v => v.Key.Part).ThenBy(v => v.Key.Name, StringComparer.Ordinal)], restarts, giveUp, feed);
    }

    /// <summary>Restarts ordered of one part within the window that ends at <paramref name="now"/>.</summary>
    public int RestartsWithinWindow(PartKey part, TimeSpan now) =>
        _restarts.TryGetValue(part, out Queue<TimeSpan>? history) ? history.Count(at => now - at < Settings.RestartWindow) : 0;

    private PartVerdict JudgeDetector(PartKey key, CameraReading camera, PartVerdict? byBeat)
    {
        if (byBeat?.State == PartState.Stuck)
            return byBeat;
        if (camera.Paused is null && camera.UnjudgedFor > Settings.DetectorTimeout)
            return new PartVerdict(key, PartState.Stuck, $"is given frames and judged none within {Text(Settings.DetectorTimeout)}");
        return new PartVerdict(key, PartState.Healthy, "");
    }

    private static PartVerdict JudgeCapture(PartKey key, CameraReading camera, bool detectorStuck)
    {
        if (camera.Paused is not null)
            return new PartVerdict(key, PartState.Blind, "paused: " + camera.Paused);
        if (camera.Condition == CaptureCondition.Ended)
            return new PartVerdict(key, PartState.Healthy, "");
        // A capture that hands over every frame waits for its detector: only the detector is to blame then.
        if (camera.Silence > camera.SilenceLimit && !detectorStuck)
            return new PartVerdict(key, PartState.Stuck, $"gave neither a frame nor a word within {Text(camera.SilenceLimit)}");
        if (camera.Condition == CaptureCondition.Streaming)
            return new PartVerdict(key, PartState.Healthy, "");
        string condition = camera.Condition.ToString().ToLowerInvariant();
        return new PartVerdict(key, PartState.Blind, camera.Reason.Length == 0 ? condition : $"{condition}: {camera.Reason}");
    }

    /// <summary>A part that was just restarted gets its whole time again.</summary>
    private bool IsDue(PartKey key, TimeSpan limit, TimeSpan now) =>
        !_restarts.TryGetValue(key, out Queue<TimeSpan>? history) || history.Count == 0 || now - history.Last() > limit;

    private bool TryCountRestart(PartKey key, TimeSpan now)
    {
        if (!_restarts.TryGetValue(key, out Queue<TimeSpan>? history))
            _restarts.Add(key, history = []);
        while (history.TryPeek(out TimeSpan oldest) && now - oldest >= Settings.RestartWindow)
            history.Dequeue();
        if (history.Count >= Settings.RestartLimit)
            return false;
        history.Enqueue(now);
        RestartCount++;
        return true;
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
