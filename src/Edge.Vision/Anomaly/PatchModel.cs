using Edge.Contracts.Packs;
using Edge.Domain.Geometry;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging;

namespace Edge.Vision.Anomaly;

/// <summary>
/// A model that was taught with good parts only, checked and ready: a backbone that sees patches, and a memory of good ones. Thread safe;
/// one session that all stations share. Dispose it after every detector that was made from it.
/// </summary>
public sealed class PatchModel : IDisposable
{
    private PatchModel(VisionModel backbone, PatchBank bank, PackAnomaly anomaly, string digest)
    {
        Backbone = backbone;
        Bank = bank;
        Anomaly = anomaly;
        Digest = digest;
    }

    /// <summary>What sees the patches.</summary>
    public VisionModel Backbone { get; }

    /// <summary>What good patches look like.</summary>
    public PatchBank Bank { get; }

    /// <summary>Thresholds, and how they were set.</summary>
    public PackAnomaly Anomaly { get; }

    /// <summary>SHA-256 of the pack's manifest, which covers its files: 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Name, version and input.</summary>
    public ModelDefinition Definition => Backbone.Definition;

    /// <summary>Patches in a row of the map.</summary>
    public int Columns => Backbone.Outputs[0].Sizes[3];

    /// <summary>Rows of patches in the map.</summary>
    public int Rows => Backbone.Outputs[0].Sizes[2];

    /// <summary>Opens a pack (folder or zip) of task <c>anomaly</c>; its golden vectors are checked.</summary>
    /// <param name="path">The pack.</param>
    /// <param name="options">How its backbone is opened; thresholds in it are none of an anomaly model.</param>
    /// <param name="logger">Told what was opened.</param>
    /// <param name="trust">Whose packs are taken; null is everybody's.</param>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static PatchModel Open(string path, ModelOptions options, ILogger logger, PackTrust? trust = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!VisionModel.IsPack(path))
            throw new ModelRefusedException($"model '{path}' is a bare file; allowed: a pack that 'edgectl station teach' made");
        try
        {
            Pack pack = PackReader.Open(path, VisionModel.AgentVersion);
            trust?.Check(pack);
            return Open(pack, options, logger);
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Pack, e.Message, e);
        }
    }

    /// <summary>Opens a checked pack, from the bytes that were checked.</summary>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static PatchModel Open(Pack pack, ModelOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(options);
        if (pack.Manifest.Anomaly is not { } anomaly)
            throw new ModelRefusedException($"pack '{pack.Origin}' has the task '{pack.Manifest.Task}'; allowed here: anomaly, as 'edgectl station teach' makes");
        PatchBank bank = ReadBank(pack, anomaly);
        VisionModel backbone = VisionModel.Open(pack, options with { ScoreThreshold = null, NmsThreshold = null, Decoder = "", LabelsFile = "" }, logger);
        PatchModel model = new(backbone, bank, anomaly, pack.Digest);
        try
        {
            model.Check(pack);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A detector for one station; the caller owns it.</summary>
    public PatchDetector CreateDetector() => new(this);

    /// <summary>Frees the session.</summary>
    public void Dispose() => Backbone.Dispose();

    private static PatchBank ReadBank(Pack pack, PackAnomaly anomaly)
    {
        try
        {
            return PatchBank.Read(pack.File(anomaly.Bank), anomaly.Bank);
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Pack, $"pack '{pack.Origin}': {e.Message}", e);
        }
    }

    private void Check(Pack pack)
    {
        int features = Backbone.Outputs[0].Sizes[1];
        if (features != Bank.Features)
            throw new ModelRefusedException(ModelFault.Shape, $"pack '{pack.Origin}': the backbone gives {features} features; '{Anomaly.Bank}' holds {Bank.Features}");
        if (Definition.Input.Type != TensorType.Float32)
            throw new ModelRefusedException(ModelFault.Shape, $"pack '{pack.Origin}': the backbone takes {Definition.Input.Type}; allowed for task anomaly: Float32");
        if (pack.Manifest.Golden.Count == 0)
            return;
        using PatchDetector detector = CreateDetector();
        GoldenVectors.Check(pack, pack.Manifest.Golden, input => [Record(detector, input)]);
    }

    private PackTensor Record(PatchDetector detector, PackTensor input)
    {
        SizePx size = Definition.Input.Size;
        TensorShape wanted = Backbone.Graph.InputOf(1, size);
        if (!wanted.Sizes.SequenceEqual(input.Sizes))
            throw new ModelRefusedException(ModelFault.Golden, $"a golden input is [{string.Join('x', input.Sizes)}]; the model takes {wanted}");
        AnomalyMap map = new();
        detector.Judge(input.Elements, map);
        return new PackTensor([1, Rows, Columns], map.Scores.ToArray());
    }
}
