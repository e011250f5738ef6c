using Edge.Agent.Configuration;
using Edge.Agent.Pipeline;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Inference;

namespace Edge.Agent.Updates.Models;

/// <summary>
/// A model: opened in a child process first, its golden vectors and its time tried on this device, given the past and the present beside the active one,
/// then swapped in between two frames.
/// </summary>
internal sealed class ModelInstaller : IReleaseInstaller, IDisposable
{
    private const int TrialWidth = 1280;
    private const int TrialHeight = 720;
    private const int WarmUps = 3;
    private readonly ModelInstallerParts _parts;
    private ModelSet? _open;

    /// <summary>An installer for the models of <paramref name="parts"/>.</summary>
    public ModelInstaller(ModelInstallerParts parts) => _parts = parts;

    public ReleaseKind Kind => ReleaseKind.Model;

    public Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        try
        {
            PackReader.Open(candidate.File, VisionModel.AgentVersion);
        }
        catch (PackRefusedException e)
        {
            throw new UpdateRefusedException(UpdateFault.Form, e.Message, e.Fault.ToString(), e);
        }

        return Task.CompletedTask;
    }

    public async Task SelfTestAsync(Candidate candidate, CancellationToken cancellation)
    {
        ModelSet models = await OpenAsync(candidate, cancellation);
        RuleResolution rules = RuleResolver.Resolve(_parts.Settings(), models.Detector.Definition.Labels);
        if (!rules.IsValid)
            throw new UpdateRefusedException(UpdateFault.SelfTest, string.Join("; ", rules.Faults.Take(5)), "rules");
        double p99 = await Task.Run(() => Measure(models, candidate.Description.MaximumLatencyMs is null ? 1 : _parts.Policy.SelfTestRuns, cancellation), cancellation);
        if (p99 > candidate.Description.MaximumLatencyMs)
            throw new UpdateRefusedException(UpdateFault.TooSlow, $"model '{candidate.Release.Target}' takes {p99:0.0} ms for an inference on this device (p99); signed is at most {candidate.Description.MaximumLatencyMs:0.0} ms");
    }

    public async Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation)
    {
        ModelSet models = await OpenAsync(candidate, cancellation);
        IReadOnlyList<string> pictures = _parts.Replay.Pictures(_parts.Policy.ReplayPictures);
        if (pictures.Count == 0)
            return null;
        ModelSet active = _parts.Slot.Hold(out _);
        try
        {
            (int judged, int changed) = await Task.Run(() => _parts.Replay.RunAsync(pictures, active, models, Comparison(), cancellation), cancellation);
            if (judged == 0)
                return null;
            double fraction = (double)changed / judged;
            double? budget = candidate.Description.Replay?.MaximumChangedFraction ?? _parts.Policy.MaximumChangedFraction;
            return fraction <= (budget ?? 1)
                ? fraction
                : throw new UpdateRefusedException(
                    UpdateFault.ReplayBudget, $"model '{candidate.Release.Target}' changes {changed} of {judged} stored verdicts ({fraction:0.0%}); allowed: {budget:0.0%}");
        }
        finally
        {
            active.Release();
        }
    }

    public async Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation)
    {
        if (_parts.Policy.ShadowTime <= TimeSpan.Zero)
            return null;
        ModelSet models = await OpenAsync(candidate, cancellation);
        ModelSet active = _parts.Slot.Hold(out _);
        try
        {
            using var shadow = new ShadowRun(active, models, Comparison(), _parts.Clock) { Examples = _parts.Examples };
            _parts.Slot.Shadow = shadow;
            return await Task.Run(() => shadow.RunAsync(_parts.Policy.ShadowFrames, _parts.Policy.ShadowTime, told, cancellation), cancellation);
        }
        finally
        {
            _parts.Slot.Shadow = null;
            active.Release();
        }
    }

    public async Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        Close();
        if (IsInForce(release))
            return Activation.InForce;
        EdgeSettings settings = _parts.Settings();
        try
        {
            ModelSet models = file is null
                ? await _parts.Loader.OpenConfiguredAsync(settings, cancellation)
                : await _parts.Loader.OpenReleaseAsync(settings, file, release.Sha256, cancellation);
            RuleResolution rules = RuleResolver.Resolve(settings, models.Detector.Definition.Labels);
            if (!rules.IsValid)
            {
                models.Release();
                throw new UpdateRefusedException(UpdateFault.Activation, string.Join("; ", rules.Faults.Take(5)), "rules");
            }

            string name = models.Detector.Definition.Name;
            _parts.Slot.Swap(models);
            await _parts.Told(name, cancellation);
        }
        catch (ModelRefusedException e)
        {
            throw new UpdateRefusedException(UpdateFault.Activation, e.Message, e.Fault.ToString(), e);
        }

        return Activation.InForce;
    }

    public bool IsInForce(InstalledRelease release) => _parts.Slot.ReleaseSha256 == release.Sha256;

    public Task CommitAsync(InstalledRelease release, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Lets go of a candidate that is open.</summary>
    public void Dispose() => Close();

    // Opened once for all trials. What is put in force is opened anew: the trials may have been in another life of the agent.
    private async Task<ModelSet> OpenAsync(Candidate candidate, CancellationToken cancellation)
    {
        if (_open?.ReleaseSha256 == candidate.Release.Sha256)
            return _open;
        Close();
        EdgeSettings settings = _parts.Settings();
        try
        {
            return _open = await _parts.Loader.OpenReleaseAsync(settings, candidate.File, candidate.Release.Sha256, cancellation);
        }
        catch (ModelRefusedException e)
        {
            throw new UpdateRefusedException(UpdateFault.SelfTest, e.Message, e.Fault.ToString(), e);
        }
    }

    private double Measure(ModelSet models, int runs, CancellationToken cancellation)
    {
        using Detector detector = models.Detector.CreateDetector(_parts.Clock);
        using var pool = new FramePool(1);
        using Frame frame = pool.Rent(TrialWidth, TrialHeight);
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill((byte)(y * 255 / frame.Height));
        var found = new List<Detection>(128);
        var latency = new LatencyRecord();
        using var time = new CancellationTokenSource(_parts.Policy.SelfTestTime, _parts.Clock);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        using CancellationTokenRegistration ending = limit.Token.Register(detector.Cancel);
        try
        {
            for (int run = -WarmUps; run < runs; run++)
            {
                DetectorTimings timings = default;
                detector.Detect(frame.View, found, ref timings);
                if (run >= 0)
                    latency.Add(_parts.Clock.GetElapsedTime(timings.Preprocessed, timings.Inferred).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over. What was measured until then counts; nothing at all does too.
        }

        return latency.P99() ?? throw new UpdateRefusedException(
            UpdateFault.SelfTest, $"the model did not end {WarmUps + 1} inferences in {_parts.Policy.SelfTestTime.TotalSeconds:0.#} s", "hangs");
    }

    // What no rule looks at changes no alert. A rule without classes looks at all of them.
    private DetectionComparison Comparison()
    {
        IEnumerable<RuleSettings> rules = _parts.Settings().Cameras.SelectMany(camera => camera.Rules);
        return new DetectionComparison(rules.Any(rule => rule.Classes.Count == 0)
            ? new HashSet<string>()
            : rules.SelectMany(rule => rule.Classes).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private void Close()
    {
        _open?.Release();
        _open = null;
    }
}
