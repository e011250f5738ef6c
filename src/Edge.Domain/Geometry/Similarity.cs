namespace Edge.Domain.Geometry;

/// <summary>
/// Where a part lies against its template: turned and scaled about the picture's centre, then shifted.
/// Takes points of the template's picture to points of the captured frame; both have the same size.
/// </summary>
/// <param name="Center">The picture's centre, about which it turns: half its width and height.</param>
/// <param name="ShiftX">How far the centre moved to the right, in pixels.</param>
/// <param name="ShiftY">How far the centre moved down, in pixels.</param>
/// <param name="RotationDegrees">Turn in degrees, clockwise as the picture is seen, -180 to 180.</param>
/// <param name="Scale">Size of the part against the template's, above 0; 1 is the same.</param>
public readonly record struct Similarity(PointPx Center, float ShiftX, float ShiftY, float RotationDegrees, float Scale)
{
    /// <summary>The part lies as in the template.</summary>
    /// <param name="size">Size of both pictures.</param>
    public static Similarity None(SizePx size) => new(new PointPx(size.Width * 0.5f, size.Height * 0.5f), 0, 0, 0, 1);

    /// <summary>How far the centre moved, in pixels.</summary>
    public float ShiftPx => MathF.Sqrt((ShiftX * ShiftX) + (ShiftY * ShiftY));

    /// <summary>The point of the captured frame that shows what the template has at <paramref name="point"/>.</summary>
    public PointPx Map(PointPx point)
    {
        (float sin, float cos) = MathF.SinCos(RotationDegrees * (MathF.PI / 180));
        float x = point.X - Center.X, y = point.Y - Center.Y;
        return new(
            Center.X + ShiftX + (Scale * ((cos * x) - (sin * y))),
            Center.Y + ShiftY + (Scale * ((sin * x) + (cos * y))));
    }

    /// <summary>The point of the template that the captured frame shows at <paramref name="point"/>: undoes <see cref="Map(PointPx)"/>.</summary>
    public PointPx Unmap(PointPx point)
    {
        (float sin, float cos) = MathF.SinCos(RotationDegrees * (MathF.PI / 180));
        float x = (point.X - Center.X - ShiftX) / Scale, y = (point.Y - Center.Y - ShiftY) / Scale;
        return new(Center.X + (cos * x) + (sin * y), Center.Y + (cos * y) - (sin * x));
    }

    /// <summary>The smallest upright box in the captured frame around what the template has in <paramref name="box"/>; not clipped.</summary>
    public BoxPx Map(in BoxPx box)
    {
        PointPx a = Map(new PointPx(box.X, box.Y)), b = Map(new PointPx(box.Right, box.Y));
        PointPx c = Map(new PointPx(box.X, box.Bottom)), d = Map(new PointPx(box.Right, box.Bottom));
        return BoxPx.FromEdges(
            MathF.Min(MathF.Min(a.X, b.X), MathF.Min(c.X, d.X)),
            MathF.Min(MathF.Min(a.Y, b.Y), MathF.Min(c.Y, d.Y)),
            MathF.Max(MathF.Max(a.X, b.X), MathF.Max(c.X, d.X)),
            MathF.Max(MathF.Max(a.Y, b.Y), MathF.Max(c.Y, d.Y)));
    }
}
