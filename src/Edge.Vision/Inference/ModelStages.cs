using Edge.Contracts.Packs;
using Edge.Vision.Anomaly;
using Microsoft.Extensions.Logging;

namespace Edge.Vision.Inference;

/// <summary>All that one file holds: a model and, where it is a detector's pack with a second stage, the classifier of its crops. Owned by whoever opened them.</summary>
public sealed class ModelStages : IDisposable
{
    private ModelStages(VisionModel first, VisionModel? classifier, string digest, PatchModel? anomaly = null)
    {
        Anomaly = anomaly;
        First = first;
        Classifier = classifier;
        Digest = digest;
    }

    /// <summary>The detector; or the classifier, where the file holds nothing else; or the backbone of <see cref="Anomaly"/>.</summary>
    public VisionModel First { get; }

    /// <summary>The second stage; null where there is none.</summary>
    public VisionModel? Classifier { get; }

    /// <summary>The model that was taught with good parts only, where the file holds one.</summary>
    public PatchModel? Anomaly { get; }

    /// <summary>SHA-256 of what was opened, 64 lower-case hexadecimal digits: of a bare ONNX file, or of a pack's manifest, which covers its files.</summary>
    public string Digest { get; }

    /// <summary>Opens a pack (folder or zip) or a bare <c>.onnx</c> file; golden vectors are checked.</summary>
    /// <param name="path">A folder, a <c>.pack</c> or <c>.zip</c>, or an ONNX file.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="logger">Told what was opened, and what was passed over.</param>
    /// <param name="trust">Whose packs are taken; null is everybody's. A bare file is signed by nobody.</param>
    /// <exception cref="ModelRefusedException">It can't be used; nothing else is thrown for what is wrong with a model.</exception>
    public static ModelStages Open(string path, ModelOptions options, ILogger logger, PackTrust? trust = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!VisionModel.IsPack(path))
        {
            if (trust is not null)
                throw Unsigned(path);
            VisionModel bare = VisionModel.Open(path, options, logger);
            return new ModelStages(bare, classifier: null, bare.Definition.Digest);
        }

        Pack pack;
        try
        {
            pack = PackReader.Open(path, VisionModel.AgentVersion);
            trust?.Check(pack);
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Pack, e.Message, e);
        }

        if (pack.Manifest.Anomaly is not null)
        {
            PatchModel anomaly = PatchModel.Open(pack, options, logger);
            return new ModelStages(anomaly.Backbone, classifier: null, pack.Digest, anomaly);
        }

        VisionModel first = VisionModel.Open(pack, options, logger);
        try
        {
            return new ModelStages(first, VisionModel.OpenClassifier(pack, options, logger), pack.Digest);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Checks who signed what is at <paramref name="path"/>, before anybody opens it.</summary>
    /// <exception cref="ModelRefusedException">Nobody who is trusted did, or it is no sound pack.</exception>
    public static void RequireTrust(string path, PackTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        if (!VisionModel.IsPack(path))
            throw Unsigned(path);
        try
        {
            trust.Check(PackReader.Open(path, VisionModel.AgentVersion));
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Pack, e.Message, e);
        }
    }

    /// <summary>Frees both.</summary>
    public void Dispose()
    {
        First.Dispose();
        Classifier?.Dispose();
    }

    private static ModelRefusedException Unsigned(string path) =>
        new(ModelFault.Pack, $"model '{path}' is a bare file, which nobody can have signed; allowed: packs signed by a trusted key");
}
