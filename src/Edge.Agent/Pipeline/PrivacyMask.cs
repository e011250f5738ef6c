using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Pipeline;

/// <summary>
/// Blackens areas of a frame in place, before anything else sees it: what is masked is never judged, stored or sent.
/// The areas are cut into row spans once for each frame size; after that applying them allocates nothing. Not thread safe.
/// </summary>
public sealed class PrivacyMask(IReadOnlyList<Polygon> areas)
{
    private readonly List<(int Row, int From, int To)> _spans = [];
    private SizePx _size;

    /// <summary>Blackens every pixel whose centre lies inside an area, and those within one pixel of its border.</summary>
    public void Apply(in FrameView frame)
    {
        if (areas.Count == 0)
            return;
        if (frame.Size != _size)
            Cut(frame.Size);
        foreach (var (row, from, to) in _spans)
            frame.Row(row)[(from * 3)..(to * 3)].Clear();
    }

    private void Cut(SizePx size)
    {
        _spans.Clear();
        _size = size;
        var crossings = new List<float>();
        foreach (Polygon area in areas)
        {
            for (int row = 0; row < size.Height; row++)
            {
                // Three scan lines a row (top, middle, bottom) so that no sliver of an edge shows.
                for (int part = 0; part <= 2; part++)
                    AddSpans(area, size, row, row + (part * 0.5f), crossings);
            }
        }
    }

    private void AddSpans(Polygon area, SizePx size, int row, float y, List<float> crossings)
    {
        crossings.Clear();
        for (int i = 0, j = area.Points.Length - 1; i < area.Points.Length; j = i++)
        {
            PointPx a = area.Points[i].ToPx(size), b = area.Points[j].ToPx(size);
            if ((a.Y > y) != (b.Y > y))
                crossings.Add(((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X);
        }

        crossings.Sort();
        for (int i = 0; i + 1 < crossings.Count; i += 2)
        {
            int from = Math.Clamp((int)MathF.Floor(crossings[i]) - 1, 0, size.Width);
            int to = Math.Clamp((int)MathF.Ceiling(crossings[i + 1]) + 1, 0, size.Width);
            if (from < to)
                _spans.Add((row, from, to));
        }
    }
}
