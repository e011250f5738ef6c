using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// A guess where the picture shows the template: template point c + q is picture point c + t + A q, where c is the centre and A turns and scales,
/// and what brightness there means: gain * picture + bias = template. In pixels of the finest level.
/// </summary>
/// <param name="Cos">A is [Cos, -Sin; Sin, Cos]: scale times cosine.</param>
/// <param name="Sin">Scale times sine.</param>
/// <param name="X">Shift to the right.</param>
/// <param name="Y">Shift down.</param>
/// <param name="Gain">Above 0.</param>
/// <param name="Bias">In grey levels.</param>
internal readonly record struct Pose(double Cos, double Sin, double X, double Y, double Gain, double Bias)
{
    public static Pose Identity { get; } = new(1, 0, 0, 0, 1, 0);

    public double Scale => Math.Sqrt((Cos * Cos) + (Sin * Sin));

    public double RotationDegrees => Math.Atan2(Sin, Cos) * 180 / Math.PI;

    public Similarity ToSimilarity(SizePx size) =>
        Similarity.None(size) with { ShiftX = (float)X, ShiftY = (float)Y, RotationDegrees = (float)RotationDegrees, Scale = (float)Scale };

    /// <summary>This pose after the template's points were moved by a small step: first undo the step, then this.</summary>
    /// <param name="real">The step's A, real part less 1.</param>
    /// <param name="imaginary">The step's A, imaginary part.</param>
    /// <param name="x">The step's shift.</param>
    /// <param name="y">The step's shift.</param>
    public Pose WithoutStep(double real, double imaginary, double x, double y)
    {
        // Similarities are complex numbers: A' = A / (1 + step), t' = t - A' d.
        double re = 1 + real, norm = (re * re) + (imaginary * imaginary);
        double cos = ((Cos * re) + (Sin * imaginary)) / norm, sin = ((Sin * re) - (Cos * imaginary)) / norm;
        return this with { Cos = cos, Sin = sin, X = X - ((cos * x) - (sin * y)), Y = Y - ((sin * x) + (cos * y)) };
    }
}
