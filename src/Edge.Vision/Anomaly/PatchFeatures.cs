using System.Runtime.Intrinsics;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Anomaly;

/// <summary>
/// The features of a picture's patches: a backbone gives [1 x features x rows x columns], a column of features for each patch, scaled so that
/// -127 to 127 holds what good parts have. They are kept as signed bytes, patch after patch: a quarter of the memory traffic of floats.
/// </summary>
public static unsafe class PatchFeatures
{
    /// <summary>Most features of a patch.</summary>
    public const int MaximumFeatures = 256;

    /// <summary>Most patches of a picture.</summary>
    public const int MaximumPatches = 1 << 16;

    /// <summary>Turns the planes of a backbone into patches; what is past the range of a byte, or no number, goes to its end.</summary>
    /// <param name="planes">One plane of floats for each feature.</param>
    /// <param name="features">How many.</param>
    /// <param name="patches">Elements of a plane.</param>
    /// <param name="into">A row for each patch.</param>
    /// <param name="strideBytes">Bytes from one row to the next, at least <paramref name="features"/>; the rest of a row is left alone.</param>
    public static void Quantize(float* planes, int features, int patches, sbyte* into, int strideBytes)
    {
        // Blocks of patches, so that the rows that are written stay in the first cache while the planes go by.
        const int Block = 64;
        int* rounded = stackalloc int[Block];
        Vector128<float> most = Vector128.Create(127f);
        for (int start = 0; start < patches; start += Block)
        {
            int count = Math.Min(Block, patches - start);
            for (int feature = 0; feature < features; feature++)
            {
                float* plane = planes + ((nint)feature * patches) + start;
                int i = 0;
                for (; i <= count - 4; i += 4)
                    Vector128.Store(Round(Vector128.Load(plane + i), most), rounded + i);
                for (; i < count; i++)
                    rounded[i] = Round(Vector128.CreateScalar(plane[i]), most)[0];
                sbyte* target = into + ((nint)start * strideBytes) + feature;
                for (i = 0; i < count; i++)
                    target[(nint)i * strideBytes] = (sbyte)rounded[i];
            }
        }
    }

    /// <summary>Refuses a model that does not give features of patches.</summary>
    /// <exception cref="ModelRefusedException">With what it gives and what is allowed.</exception>
    internal static void CheckOutputs(ModelGraph graph, IReadOnlyList<TensorShape> outputs)
    {
        if (graph.Batch > 1)
            throw new ModelRefusedException(ModelFault.Shape, $"the backbone takes {graph.Batch} pictures at once ({graph.Input}); allowed: 1, or an open number");
        bool fits = outputs.Count == 1 && outputs[0].Type == "Float" && outputs[0].Fits(1, -1, -1, -1)
            && outputs[0].Sizes[1] is >= 1 and <= MaximumFeatures
            && outputs[0].Sizes[2] >= 1 && outputs[0].Sizes[3] >= 1 && (long)outputs[0].Sizes[2] * outputs[0].Sizes[3] <= MaximumPatches;
        if (!fits)
            throw ShapeRefusal.Of(DecoderKind.Anomaly, $"one output Float [1 x features x rows x columns], at most {MaximumFeatures} features and {MaximumPatches} patches", outputs);
    }

    // A comparison with what is no number is false, and so it ends at the limit: far from every good patch, never near one.
    private static Vector128<int> Round(Vector128<float> values, Vector128<float> most)
    {
        values = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(Vector128.Abs(values), most), values, Vector128.ConditionalSelect(Vector128.LessThan(values, Vector128<float>.Zero), -most, most));
        Vector128<float> half = Vector128.ConditionalSelect(Vector128.LessThan(values, Vector128<float>.Zero), Vector128.Create(-0.5f), Vector128.Create(0.5f));
        return Vector128.ConvertToInt32(values + half);
    }
}
