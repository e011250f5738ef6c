using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Hosting;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Bench;

/// <summary>
/// Measures the frame path, capture to alert, and beside it in the same process capture alone and inference alone.
/// They take turns, in another order each round: what the machine does meanwhile hits all three.
/// </summary>
internal sealed class PipelineBench
{
    private const int WarmUpFrames = 60;
    private const int LeadInFrames = 8;
    private readonly EdgeSettings _settings;
    private readonly CameraSettings _camera;
    private readonly int _framesPerRound;
    private readonly int _rounds;
    private readonly ILoggerFactory _loggers;
    private readonly Action<string> _progress;

    /// <summary>A bench of the first camera.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="options">How much of it.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="progress">Hears what is being measured.</param>
    public PipelineBench(EdgeSettings settings, BenchOptions options, ILoggerFactory loggers, Action<string> progress)
    {
        _settings = settings;
        CameraSettings first = settings.Cameras[0];
        _camera = first with
        {
            Source = BenchOptions.Recorded(first.Source),
            Capture = first.Capture with { RealTime = false, Loop = true, Resume = false, MaximumFps = 0 },
            Motion = first.Motion with { Enabled = options.Gate },
        };
        _rounds = options.Rounds;
        _framesPerRound = Math.Max(1, (options.Frames + _rounds - 1) / _rounds);
        _loggers = loggers;
        _progress = progress;
    }

    /// <summary>Measures.</summary>
    /// <exception cref="ModelRefusedException">The model is refused.</exception>
    /// <exception cref="BenchException">The source cannot be measured.</exception>
    /// <exception cref="FormatException">The source is not one.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        string data = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        try
        {
            return await RunAsync(data, cancellationToken);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task<BenchReport> RunAsync(string data, CancellationToken cancellationToken)
    {
        ILogger log = _loggers.CreateLogger("Edge.Agent.Bench");
        _progress("opening source and model");
        using var decode = new DecodeRun(_camera, log);
        Edge.Domain.Frames.Frame frame = decode.Next();
        var loader = new ModelLoader(_settings.Device.DataPath, _loggers);
        ModelSet models;
        try
        {
            models = await loader.OpenAsync(_settings, cancellationToken);
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        using var slot = new ModelSlot(models, log);
        using var infer = new InferenceRun(models.Detector, frame);
        await using SqliteOutbox outbox = await SqliteOutbox.OpenAsync(data, _settings.Outbox, TimeProvider.System, _loggers.CreateLogger<SqliteOutbox>());
        var store = new EvidenceStore(Path.Combine(data, "evidence"), _settings.Evidence.BudgetBytes, _loggers.CreateLogger<EvidenceStore>());
        using EvidenceRecorder? evidence = _settings.Evidence.Enabled ? new EvidenceRecorder(_settings.Evidence, store, _loggers.CreateLogger<EvidenceRecorder>()) : null;
        await using var path = new FramePathRun(_settings, _camera, slot, outbox, evidence, log);

        _progress("warming up");
        path.WarmUp(WarmUpFrames);
        infer.Round(LeadInFrames, LeadInFrames);
        path.Forget();
        var rounds = new List<BenchRound>();
        for (int round = 0; round < _rounds; round++)
        {
            rounds.Add(Measure(round, decode, infer, path, cancellationToken));
            _progress($"round {round + 1} of {_rounds}: frame path {rounds[^1].FramesPerSecond:0.0}, decoding alone {rounds[^1].DecodeOnlyFps:0.0}, inference alone {rounds[^1].InferOnlyFps:0.0} frames/s");
        }

        return Report(models.Detector, decode.Description, path, rounds);
    }

    private BenchRound Measure(int round, DecodeRun decode, InferenceRun infer, FramePathRun path, CancellationToken cancellationToken)
    {
        Span<double> rates = stackalloc double[3];
        for (int turn = 0; turn < 3; turn++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int what = (round + turn) % 3;
            rates[what] = what switch
            {
                0 => path.Round(LeadInFrames, _framesPerRound),
                1 => decode.Round(LeadInFrames, _framesPerRound),
                _ => infer.Round(2, _framesPerRound),
            };
        }

        return new BenchRound(Math.Round(rates[0], 2), Math.Round(rates[1], 2), Math.Round(rates[2], 2));
    }

    private BenchReport Report(VisionModel model, string source, FramePathRun path, List<BenchRound> rounds)
    {
        FrameSampler sampler = path.Sampler;
        var stages = new Dictionary<string, StageTimes>();
        if (path.CaptureTimes.Summarise() is { } capture)
            stages["capture"] = capture;
        for (int i = 0; i < sampler.Times.Count; i++)
        {
            if (sampler.Times[i].Summarise() is { } times)
                stages[JsonNamingPolicy.CamelCase.ConvertName(FrameSampler.StageAt(i).ToString())] = times;
        }

        long frames = (long)_framesPerRound * _rounds;
        return new BenchReport
        {
            Source = source,
            FrameWidth = sampler.FrameSize.Width,
            FrameHeight = sampler.FrameSize.Height,
            Model = model.Definition.Name,
            ModelDigest = model.Definition.Digest,
            ModelInput = $"{model.Definition.Input.Size.Width}x{model.Definition.Input.Size.Height}",
            Provider = model.Provider,
            Threads = _settings.Model.Threads > 0 ? _settings.Model.Threads : Environment.ProcessorCount,
            Cores = Environment.ProcessorCount,
            Gate = _camera.Motion.Enabled,
            Frames = frames,
            AlertFrames = sampler.AlertFrames,
            Alerts = path.Alerts,
            FramesPerSecond = Median(rounds.Select(round => round.FramesPerSecond)),
            DecodeOnlyFps = Median(rounds.Select(round => round.DecodeOnlyFps)),
            InferOnlyFps = Median(rounds.Select(round => round.InferOnlyFps)),
            AllocatedBytesPerFrame = Ratio(sampler.QuietBytes, sampler.QuietFrames) + Ratio(path.CaptureAllocation.Bytes, path.CaptureAllocation.Frames),
            CaptureAllocatedBytesPerFrame = Ratio(path.CaptureAllocation.Bytes, path.CaptureAllocation.Frames),
            AllocatedBytesPerAlertFrame = Ratio(sampler.AlertBytes, sampler.AlertFrames),
            ProcessAllocatedBytesPerFrame = Ratio(path.ProcessBytes, frames),
            Stages = stages,
            Rounds = rounds,
        };
    }

    private static double Ratio(long bytes, long frames) => frames == 0 ? 0 : Math.Round((double)bytes / frames, 2);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
