using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>What a decoder says of outputs that it can't read: both shapes.</summary>
internal static class ShapeRefusal
{
    /// <summary>The refusal.</summary>
    public static ModelRefusedException Of(DecoderKind decoder, string expected, IReadOnlyList<TensorShape> actual) =>
        new(ModelFault.Shape, $"decoder '{DecoderNames.Of(decoder)}' expects {expected}; the model gives {Describe(actual)}");

    /// <summary>A list of outputs, for people.</summary>
    public static string Describe(IReadOnlyList<TensorShape> outputs) =>
        outputs.Count == 0 ? "no outputs" : string.Join(", ", outputs);
}
