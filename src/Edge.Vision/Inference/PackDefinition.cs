using Edge.Contracts.Packs;
using Edge.Vision.Decoding;

namespace Edge.Vision.Inference;

/// <summary>Turns a checked pack into a definition.</summary>
internal static class PackDefinition
{
    /// <summary>The definition; element type and layout are checked against the model when it is open.</summary>
    /// <exception cref="ModelRefusedException">Its decoder is unknown here, or does not do the pack's task.</exception>
    public static ModelDefinition Of(Pack pack, ModelSource source)
    {
        PackManifest manifest = pack.Manifest;
        DecoderKind decoder = Decoder(pack, manifest.Decoder);
        ModelTask task = manifest.Task switch { "classify" => ModelTask.Classify, "anomaly" => ModelTask.Anomaly, _ => ModelTask.Detect };
        if (task != DecoderNames.TaskOf(decoder))
            throw new ModelRefusedException($"pack '{pack.Origin}': decoder '{manifest.Decoder}' doesn't do task '{manifest.Task}'");
        return new ModelDefinition
        {
            Name = manifest.Name,
            Version = manifest.Version,
            Digest = source.Digest,
            Task = task,
            Decoder = decoder,
            Input = PackInputs.FromPack(manifest.Input),
            Labels = manifest.Labels,
            ScoreThreshold = manifest.Thresholds.Score,
            NmsThreshold = manifest.Thresholds.Nms,
            KindThreshold = manifest.Thresholds.Score,
        };
    }

    /// <summary>The definition of a detector's second stage.</summary>
    /// <exception cref="ModelRefusedException">Its decoder is unknown here, or is none of a classifier.</exception>
    public static ModelDefinition OfClassifier(Pack pack, PackClassifier classifier, ModelSource source)
    {
        DecoderKind decoder = Decoder(pack, classifier.Decoder);
        if (DecoderNames.TaskOf(decoder) != ModelTask.Classify)
            throw new ModelRefusedException($"pack '{pack.Origin}': decoder '{classifier.Decoder}' doesn't read a classifier");
        return new ModelDefinition
        {
            Name = pack.Manifest.Name,
            Version = pack.Manifest.Version,
            Digest = source.Digest,
            Task = ModelTask.Classify,
            Decoder = decoder,
            Input = PackInputs.FromPack(classifier.Input),
            Labels = classifier.Labels,
            CropMargin = classifier.Margin,
            KindThreshold = classifier.Score,
        };
    }

    private static DecoderKind Decoder(Pack pack, string name) =>
        DecoderNames.TryParse(name, out DecoderKind decoder)
            ? decoder
            : throw new ModelRefusedException($"pack '{pack.Origin}': decoder '{name}' is unknown; allowed: {string.Join(", ", DecoderNames.All)}");
}
