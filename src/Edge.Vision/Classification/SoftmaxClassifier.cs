using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Classification;

/// <summary>Reads one row of a classifier's output.</summary>
internal static unsafe class SoftmaxClassifier
{
    /// <summary>The most probable class of a row.</summary>
    /// <param name="row">One number for each class.</param>
    /// <param name="classes">How many.</param>
    /// <param name="isProbabilities">Whether the model ends with softmax; its definition says so, the numbers are not asked.</param>
    public static CropClass Read(float* row, int classes, bool isProbabilities)
    {
        int best = ClassScores.Best(row, classes, out float largest);
        if (!float.IsFinite(largest))
            return CropClass.None;
        float second = float.NegativeInfinity;
        // Exponentials of differences to the largest can't overflow.
        float sum = 0;
        for (int i = 0; i < classes; i++)
        {
            if (!isProbabilities)
                sum += MathF.Exp(row[i] - largest);
            if (i != best && row[i] > second)
                second = row[i];
        }

        float score = isProbabilities ? largest : 1 / sum;
        float next = isProbabilities ? second : MathF.Exp(second - largest) / sum;
        return float.IsFinite(score) ? new CropClass(best, Math.Clamp(score, 0, 1), Math.Clamp(score - Math.Max(next, 0), 0, 1)) : CropClass.None;
    }

    /// <summary>Refuses outputs that are not one row for each picture.</summary>
    /// <exception cref="ModelRefusedException">With both shapes.</exception>
    public static void CheckOutputs(ModelDefinition definition, IReadOnlyList<TensorShape> outputs)
    {
        int classes = definition.Labels.Count;
        if (outputs.Count != 1 || !(outputs[0].Fits(-1, classes) || outputs[0].Fits(-1, classes, 1, 1)))
            throw ShapeRefusal.Of(definition.Decoder, $"one output [1x{classes}] for {classes} classes", outputs);
    }
}
