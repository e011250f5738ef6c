using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>
/// How much a golden output may differ elsewhere. It is measured and not guessed: the same input goes through the runtime's fused kernels
/// and through the graph as it stands, and four times what lies between them is allowed, since other processors fuse otherwise.
/// The floors are for what one machine cannot show. For floats that is another order of summation. For int8 it is processors without
/// dot-product instructions (VNNI), whose 16-bit sums saturate: single elements differ a good deal there, so the output as a whole is
/// bounded as well, which another model, or one with a damaged layer, does not keep to (its distance is near 1).
/// </summary>
internal static class GoldenTolerance
{
    private const double Factor = 4;

    /// <summary>The bounds for a model of a precision.</summary>
    /// <param name="precision">Of the model.</param>
    /// <param name="largest">Largest relative difference of an element that was seen.</param>
    /// <param name="rms">Relative root mean square of the differences that was seen.</param>
    /// <returns>For an element, and for the output as a whole; null is no bound.</returns>
    public static (float Element, float? Rms) For(ModelPrecision precision, double largest, double rms) => precision switch
    {
        ModelPrecision.Int8 => (Round(largest, 0.25, 1), Round(rms, 0.05, 0.5)),
        ModelPrecision.Float16 => (Round(largest, 0.02, 1), Round(rms, 0.01, 0.5)),
        _ => (Round(largest, 0.001, 1), null),
    };

    // Two digits, upwards: nobody reads more, and a manifest is read by people.
    private static float Round(double seen, double least, double most)
    {
        double bound = Math.Clamp(seen * Factor, least, most);
        double unit = Math.Pow(10, Math.Floor(Math.Log10(bound)) - 1);
        return (float)Math.Min(Math.Ceiling((bound / unit) - 1e-9) * unit, most);
    }
}
