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

    /// <summary>The probability of every class, row by row.</summary>
    /// <param name="rows">One number for each class, row after row.</param>
    /// <param name="classes">Numbers in a row.</param>
    /// <param name="isProbabilities">Whether the model ends with softmax.</param>
    /// <param name="into">Rows of 0 to 1; NaN where a row is not finite.</param>
    public static void Probabilities(float* rows, int classes, bool isProbabilities, Span<float> into)
    {
        for (int start = 0; start < into.Length; start += classes)
        {
            ReadOnlySpan<float> row = new(rows + start, classes);
            Span<float> target = into.Slice(start, classes);
            row.CopyTo(target);
            if (isProbabilities)
                continue;
            ClassScores.Best(rows + start, classes, out float largest);
            float sum = 0;
            foreach (ref float value in target)
                sum += value = MathF.Exp(value - largest);
            foreach (ref float value in target)
                value /= sum;
        }
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
