using System.Numerics;
using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// What is tried on the coarsest level: every whole-pixel shift of the template's middle, at turns and scales so close together that
/// refinement finds the rest (corners move by two pixels from one to the next).
/// </summary>
internal sealed class CoarseRange
{
    private const double CornerStep = 2;

    public CoarseRange(SizePx level, SizePx full, GoldenOptions options)
    {
        double unit = (double)level.Width / full.Width;
        int shift = (int)Math.Ceiling(options.ShiftRange * Math.Max(full.Width, full.Height) * unit);
        // A narrow picture keeps a third of its short side to be compared.
        MarginX = Math.Min(shift, level.Width / 3);
        MarginY = Math.Min(shift, level.Height / 3);
        Width = level.Width - (2 * MarginX);
        Height = level.Height - (2 * MarginY);
        Stride = (Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        double corner = 0.5 * Math.Sqrt(((double)level.Width * level.Width) + ((double)level.Height * level.Height));
        Step = CornerStep / corner;
        Turns = Steps(options.RotationRange * Math.PI / 180);
        Scales = Steps(options.ScaleRange);
    }

    /// <summary>Largest shift to either side, in pixels of the level.</summary>
    public int MarginX { get; }

    public int MarginY { get; }

    /// <summary>The window that stays inside at every shift.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>Numbers from one row of the window to the next: whole vectors.</summary>
    public int Stride { get; }

    /// <summary>Turn (radians) and scale from one try to the next.</summary>
    public double Step { get; }

    /// <summary>Turns tried to either side of none.</summary>
    public int Turns { get; }

    /// <summary>Scales tried to either side of 1.</summary>
    public int Scales { get; }

    private int Steps(double range) => range <= Step / 2 ? 0 : (int)Math.Ceiling((range - (Step / 2)) / Step);
}
