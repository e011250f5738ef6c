using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>One picture, or crop of one, and what a classifier says of it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Box">The part that was shown, in pixels of the image, without the surroundings that the classifier adds.</param>
/// <param name="Truth">Its class.</param>
/// <param name="Probabilities">What the classifier gives each class, 0 to 1; NaN where it gives no numbers.</param>
public sealed record ClassifierSample(LabelledImage Image, BoxPx Box, int Truth, float[] Probabilities)
{
    /// <summary>The most probable class; -1 where there are no numbers.</summary>
    public int Predicted { get; } = Best(Probabilities);

    /// <summary>The probability of <see cref="Predicted"/>.</summary>
    public float Score => Predicted < 0 ? 0 : Probabilities[Predicted];

    private static int Best(float[] probabilities)
    {
        int best = -1;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (float.IsFinite(probabilities[i]) && (best < 0 || probabilities[i] > probabilities[best]))
                best = i;
        }

        return best;
    }
}
