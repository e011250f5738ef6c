namespace Edge.Domain.Geometry;

/// <summary>A size in whole pixels; both sides are at least 1 for a real image.</summary>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Height">Rows, in pixels.</param>
public readonly record struct SizePx(int Width, int Height)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}";
}
