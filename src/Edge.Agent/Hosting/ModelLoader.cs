using Edge.Agent.Configuration;
using Edge.Agent.Pipeline;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Edge.Vision.Anomaly;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>
/// Opens the models that the settings name. A user's file is tried in a child process first, with limits on memory and time;
/// the pack that ships with the agent is trusted as the agent itself is.
/// </summary>
internal sealed class ModelLoader(string dataPath, ILoggerFactory loggers)
{
    private const long ProbeMemoryBytes = 2L << 30;
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(60);
    private readonly ILogger _log = loggers.CreateLogger<VisionModel>();

    /// <summary>
    /// Opens the model that is to be in force: the released one, where the slot of models names one, else what is configured. A released one that cannot
    /// be opened is passed over: the device must see all the same, and the update engine tells why.
    /// </summary>
    /// <exception cref="ModelRefusedException">One of them is refused; the message says which and why.</exception>
    public async Task<ModelSet> OpenAsync(EdgeSettings all, CancellationToken cancellationToken)
    {
        var folders = new UpdateFolders(dataPath);
        SlotRecord slot = new SlotSet(folders).Read(ReleaseKind.Model);
        if (!slot.IsFactory && new ReleaseStore(folders).Find(ReleaseKind.Model, slot.Current.Sha256) is { } file)
        {
            try
            {
                return await OpenReleaseAsync(all, file, slot.Current.Sha256, cancellationToken);
            }
            catch (ModelRefusedException e)
            {
                _log.LogError("The released model '{Target}' cannot be opened, what is configured takes its place: {Fault}", slot.Current.Target, e.Message);
            }
        }

        return await OpenConfiguredAsync(all, cancellationToken);
    }

    /// <summary>
    /// Opens the detector, and the classifier that is configured or else comes with the detector's pack. Where no detector is configured,
    /// the cameras decide which of the packs that ship is meant.
    /// </summary>
    /// <exception cref="ModelRefusedException">One of them is refused; the message says which and why.</exception>
    public Task<ModelSet> OpenConfiguredAsync(EdgeSettings all, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(all);
        bool ships = all.Model.Path.Length == 0;
        return OpenAsync(all.Model, ships ? ShippedPacks.PathOf(ShippedPacks.For(all.Cameras)) : all.Model.Path, ships, release: "", cancellationToken);
    }

    /// <summary>Opens a released pack under the same rules as any user's model; what the settings say of bare files does not concern it.</summary>
    /// <exception cref="ModelRefusedException">It is refused; the message says why.</exception>
    public Task<ModelSet> OpenReleaseAsync(EdgeSettings all, string file, string sha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(all);
        return OpenAsync(all.Model with { Decoder = "", LabelsFile = "" }, file, ships: false, sha256, cancellationToken);
    }

    /// <summary>Opens a pack that was taught with good parts, under the same rules as any user's model.</summary>
    /// <exception cref="ModelRefusedException">It is refused; the message says why.</exception>
    public async Task<PatchModel> OpenAnomalyAsync(ModelSettings settings, string path, CancellationToken cancellationToken)
    {
        ModelStages stages = await OpenAsync(settings with { Decoder = "", LabelsFile = "", ScoreThreshold = null, NmsThreshold = null }, path, ModelTask.Anomaly, ships: false, cancellationToken);
        return stages.Anomaly!;
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

    private async Task<ModelSet> OpenAsync(ModelSettings settings, string detector, bool ships, string release, CancellationToken cancellationToken)
    {
        ModelStages stages = await OpenAsync(settings, detector, ModelTask.Detect, ships, cancellationToken);
        if (settings.ClassifierPath.Length == 0)
            return new ModelSet(stages.First, stages.Classifier) { ReleaseSha256 = release };
        try
        {
            if (stages.Classifier is not null)
                _log.LogInformation("The classifier in the detector's pack is not used: model.classifierPath names another");
            ModelStages second = await OpenAsync(settings, settings.ClassifierPath, ModelTask.Classify, ships: false, cancellationToken);
            stages.Classifier?.Dispose();
            return new ModelSet(stages.First, second.First) { ReleaseSha256 = release };
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }

    private async Task<ModelStages> OpenAsync(ModelSettings settings, string path, ModelTask task, bool ships, CancellationToken cancellationToken)
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
        if (!ships)
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
                throw new ModelRefusedException($"model '{path}' has the task {stages.First.Definition.Task}; allowed here: a {(isClassifier ? "classifier" : "detector")}");
            return stages;
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }
}
