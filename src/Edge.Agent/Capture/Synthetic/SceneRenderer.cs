using System.Runtime.InteropServices;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// Draws a scene's frames straight into BGR pixels, and says what it drew. The background is painted once per picture size
/// and kept; after that a frame allocates nothing. Not thread safe.
/// </summary>
internal sealed unsafe class SceneRenderer : ISyntheticRenderer
{
    private readonly SyntheticScene _scene;
    private readonly SensorNoise _noise;
    private byte* _background;
    private SizePx _backgroundSize;
    private int _backgroundStride;

    public SceneRenderer(SyntheticScene scene)
    {
        _scene = scene;
        _noise = new SensorNoise(scene.Seed);
    }

    /// <summary>Grain and drifting light; off for tests that compare pixels.</summary>
    public bool Sensor { get; init; } = true;

    /// <summary>Shadows under the objects; they lie outside the truth's boxes.</summary>
    public bool Shadows { get; init; } = true;

    /// <summary>Paints the background ahead of the first frame of a size: it takes far longer than a frame.</summary>
    public void Prepare(SizePx size)
    {
        if (size != _backgroundSize)
            PaintBackground(size);
    }

    /// <summary>Draws one frame of the scene.</summary>
    /// <param name="view">Where to; every pixel is written.</param>
    /// <param name="frame">Frame index, from 0.</param>
    public void Draw(in FrameView view, long frame)
    {
        CopyBackground(view);
        Span<SceneObject> objects = stackalloc SceneObject[SyntheticScene.MaximumObjects];
        int count = _scene.At(frame, objects);
        foreach (ref readonly SceneObject item in objects[..count])
            Draw(view, item);
        if (Sensor)
            _noise.Apply(view, frame, LightAt(_scene.TimeOf(frame)));
    }

    /// <summary>What <see cref="Draw(in FrameView, long)"/> paints in a frame of the given size, farthest first.</summary>
    /// <param name="size">Size of the picture.</param>
    /// <param name="frame">Frame index, from 0.</param>
    /// <param name="truths">Room for <see cref="SyntheticScene.MaximumObjects"/>.</param>
    /// <returns>How many were written; objects wholly outside the frame are left out.</returns>
    public int Truth(SizePx size, long frame, Span<SceneTruth> truths)
    {
        Span<SceneObject> objects = stackalloc SceneObject[SyntheticScene.MaximumObjects];
        Span<BoxPx> clipped = stackalloc BoxPx[SyntheticScene.MaximumObjects];
        int objectCount = _scene.At(frame, objects);
        int count = 0;
        for (int i = 0; i < objectCount; i++)
        {
            BoxPx whole = BoxOf(objects[i], size);
            BoxPx seen = whole.ClipTo(size);
            if (seen.Area <= 0)
                continue;
            clipped[count] = seen;
            truths[count++] = new SceneTruth(objects[i].Id, objects[i].Class, seen, seen.Area / whole.Area);
        }

        for (int i = 0; i < count; i++)
        {
            // Boxes that hide the same part are counted twice: rare, and it only errs towards "hidden".
            float hidden = 0;
            for (int nearer = i + 1; nearer < count; nearer++)
                hidden += clipped[i].IntersectionArea(clipped[nearer]);
            truths[i] = truths[i] with { Visible = truths[i].Visible * Math.Max(0, 1 - (hidden / clipped[i].Area)) };
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_background);
        _background = null;
        _backgroundSize = default;
    }

    /// <summary>The box around all that is painted of an object, not clipped.</summary>
    internal static BoxPx BoxOf(in SceneObject item, SizePx size)
    {
        Span<Shape> shapes = stackalloc Shape[CarFigure.MaximumShapes];
        int count = Build(item, size, shapes);
        return Around(shapes[..count]);
    }

    internal void Draw(in FrameView view, in SceneObject item)
    {
        Span<Shape> shapes = stackalloc Shape[CarFigure.MaximumShapes];
        int count = Build(item, view.Size, shapes);
        if (Shadows)
            DrawShadow(view, item, shapes[..count]);
        foreach (ref readonly Shape shape in shapes[..count])
            Rasteriser.Draw(view, shape);
    }

    private static BoxPx Around(ReadOnlySpan<Shape> shapes)
    {
        BoxPx box = shapes[0].Bounds;
        foreach (ref readonly Shape shape in shapes[1..])
        {
            BoxPx part = shape.Bounds;
            box = BoxPx.FromEdges(
                Math.Min(box.X, part.X), Math.Min(box.Y, part.Y), Math.Max(box.Right, part.Right), Math.Max(box.Bottom, part.Bottom));
        }

        return box;
    }

    private static int Build(in SceneObject item, SizePx size, Span<Shape> shapes) =>
        item.Class == SceneClass.Person ? PersonFigure.Build(item, size, shapes) : CarFigure.Build(item, size, shapes);

    private static void DrawShadow(in FrameView view, in SceneObject item, ReadOnlySpan<Shape> shapes)
    {
        BoxPx box = Around(shapes);
        bool person = item.Class == SceneClass.Person;
        float flat = box.Height * (person ? 0.035f : 0.11f);
        float wide = person ? box.Height * 0.2f : box.Width * 0.52f;
        Shape shadow = Shape.Ellipse(
            box.Center.X + (person ? wide * 0.45f : box.Height * 0.08f), item.Y * view.Height, wide, flat, Colour.Hex(0x0A0C10));
        Rasteriser.Draw(view, shadow.Faded(0.5f, flat * 1.2f));
    }

    private static float LightAt(TimeSpan time) =>
        0.945f + (0.04f * (float)Math.Sin(time.TotalSeconds / 23)) + (0.015f * (float)Math.Sin(time.TotalSeconds / 7.3));

    private void CopyBackground(in FrameView view)
    {
        Prepare(view.Size);
        if (view.StrideBytes == _backgroundStride)
        {
            NativeMemory.Copy(_background, view.Pixels, (nuint)_backgroundStride * (nuint)view.Height);
            return;
        }

        for (int y = 0; y < view.Height; y++)
            NativeMemory.Copy(_background + ((nint)y * _backgroundStride), view.Pixels + ((nint)y * view.StrideBytes), (nuint)view.Width * 3);
    }

    private void PaintBackground(SizePx size)
    {
        _backgroundStride = ((size.Width * 3) + 63) & ~63;
        _background = (byte*)NativeMemory.AlignedRealloc(_background, (nuint)_backgroundStride * (nuint)size.Height, 64);
        _backgroundSize = size;
        StreetBackground.Paint(new FrameView(_background, size.Width, size.Height, _backgroundStride), _scene.Seed);
    }
}
