using Edge.Agent.Configuration;
using Edge.Agent.Pipeline;
using Edge.Contracts.Packs;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>
/// Opens the models that the settings name. A user's file is tried in a child process first, with limits on memory and time;
/// the pack that ships with the agent is trusted as the agent itself is.
/// </summary>
internal sealed class ModelLoader(string dataPath, ILoggerFactory loggers)
{
    private const string ShippedPack = "street-demo";
    private const long ProbeMemoryBytes = 2L << 30;
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(60);
    private readonly ILogger _log = loggers.CreateLogger<VisionModel>();

    /// <summary>Opens the detector, and the classifier that is configured or else comes with the detector's pack.</summary>
    /// <exception cref="ModelRefusedException">One of them is refused; the message says which and why.</exception>
    public async Task<ModelSet> OpenAsync(ModelSettings settings, CancellationToken cancellationToken)
    {
        ModelStages stages = await OpenAsync(settings, settings.Path, ModelTask.Detect, cancellationToken);
        if (settings.ClassifierPath.Length == 0)
            return new ModelSet(stages.First, stages.Classifier);
        try
        {
            if (stages.Classifier is not null)
                _log.LogInformation("The classifier in the detector's pack is not used: model.classifierPath names another");
            ModelStages second = await OpenAsync(settings, settings.ClassifierPath, ModelTask.Classify, cancellationToken);
            stages.Classifier?.Dispose();
            return new ModelSet(stages.First, second.First);
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }

    /// <summary>The folder of the pack that ships.</summary>
    /// <exception cref="ModelRefusedException">It is not where it belongs.</exception>
    public static string ShippedPackPath()
    {
        string models = Environment.GetEnvironmentVariable("EDGE_MODELS") is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "models");
        string path = Path.Combine(models, ShippedPack);
        return Directory.Exists(path)
            ? path
            : throw new ModelRefusedException($"no model is configured and the pack that ships is not at '{path}'; set model.path, or EDGE_MODELS to the folder of packs");
    }

    // Started as 'dotnet edge-agent.dll', the process is dotnet, which must be told what to run.
    private static string[] ProbeArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(ModelLoader).Assembly.Location, "probe-model"]
            : ["probe-model"];

    private static PackTrust? Trust(ModelSettings settings)
    {
        try
        {
            return settings.TrustedKeys.Count == 0 ? null : new PackTrust([.. settings.TrustedKeys.Select(PackKey.FromFile)]);
        }
        catch (PackKeyException e)
        {
            throw new ModelRefusedException($"model.trustedKeys: {e.Message}", e);
        }
    }

    private async Task<ModelStages> OpenAsync(ModelSettings settings, string path, ModelTask task, CancellationToken cancellationToken)
    {
        bool isClassifier = task == ModelTask.Classify;
        var options = new ModelOptions
        {
            Decoder = isClassifier ? "" : settings.Decoder,
            LabelsFile = isClassifier ? "" : settings.LabelsFile,
            ScoreThreshold = isClassifier ? null : settings.ScoreThreshold,
            NmsThreshold = isClassifier ? null : settings.NmsThreshold,
            Providers = settings.Providers,
            Threads = settings.Threads,
            EngineCachePath = Path.Combine(dataPath, "engines"),
        };
        string? probed = null;
        PackTrust? trust = null;
        if (path.Length == 0)
        {
            path = ShippedPackPath();
        }
        else
        {
            // Whose pack it is comes before what it does: an unsigned one is not even tried.
            trust = Trust(settings);
            if (trust is not null)
                ModelStages.RequireTrust(path, trust);
            probed = await ModelProbe.CheckAsync(Environment.ProcessPath!, ProbeArguments(), path, options, ProbeMemoryBytes, ProbeTime, cancellationToken);
        }

        ModelStages stages = ModelStages.Open(path, options, _log, trust);
        try
        {
            if (probed is not null && probed != stages.Digest)
                throw new ModelRefusedException($"model '{path}' changed while it was being opened");
            if (stages.First.Definition.Task != task)
                throw new ModelRefusedException($"model '{path}' is a {(isClassifier ? "detector" : "classifier")}; allowed here: a {(isClassifier ? "classifier" : "detector")}");
            return stages;
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }
}
