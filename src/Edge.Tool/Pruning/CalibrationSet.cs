using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Inputs of a model that stand for what it will see. They are made anew in each pass where there are too many to keep.</summary>
/// <param name="count">How many there are.</param>
/// <param name="inputs">Makes them, one after another, each valid until the next.</param>
/// <param name="focus">Where it matters in each of them; null where all places matter alike.</param>
internal sealed class CalibrationSet(int count, Func<IEnumerable<GraphTensor>> inputs, IReadOnlyList<FocusMap>? focus = null)
{
    /// <summary>How many inputs there are.</summary>
    public int Count => count;

    /// <summary>The inputs, one after another; each is valid until the next.</summary>
    public IEnumerable<GraphTensor> Inputs() => inputs();

    /// <summary>Weights of some places of a value with these sizes, for one of the inputs; none where all places weigh alike.</summary>
    public float[] Weights(int picture, IReadOnlyList<int> sizes, int[] places) => focus?[picture].Weights(sizes, places) ?? [];

    /// <summary>The first few of them.</summary>
    public CalibrationSet Take(int most) => new(Math.Min(most, count), () => inputs().Take(most), focus);
}
