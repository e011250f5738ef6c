using System.Diagnostics.CodeAnalysis;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>The names of decoders in packs and settings.</summary>
public static class DecoderNames
{
    private static readonly (string Name, DecoderKind Kind)[] Table =
    [
        ("yolox", DecoderKind.Yolox),
        ("yolox-decoded", DecoderKind.YoloxDecoded),
        ("nanodet", DecoderKind.NanoDet),
        ("yolov8", DecoderKind.YoloV8),
        ("ssd", DecoderKind.Ssd),
        ("classifier", DecoderKind.Classifier),
        ("classifier-probabilities", DecoderKind.ClassifierProbabilities),
        ("anomaly", DecoderKind.Anomaly),
    ];

    /// <summary>All names, in the order that errors list them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The name of <paramref name="kind"/>.</summary>
    public static string Of(DecoderKind kind) => Table.First(row => row.Kind == kind).Name;

    /// <summary>What models with this decoder answer.</summary>
    public static ModelTask TaskOf(DecoderKind kind) => kind switch
    {
        DecoderKind.Classifier or DecoderKind.ClassifierProbabilities => ModelTask.Classify,
        DecoderKind.Anomaly => ModelTask.Anomaly,
        _ => ModelTask.Detect,
    };

    /// <summary>The decoder called <paramref name="name"/>, letter case ignored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out DecoderKind kind)
    {
        foreach ((string known, DecoderKind value) in Table)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            {
                kind = value;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
