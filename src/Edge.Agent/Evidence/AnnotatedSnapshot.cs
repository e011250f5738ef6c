using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Zones;
using OpenCvSharp;

namespace Edge.Agent.Evidence;

/// <summary>
/// Draws an alert into a picture: zones as a tinted area, lines with an arrow to their right side, boxes with a label, a caption with the time.
/// Sizes follow the picture's height, so that it reads the same on 4K and on a thumbnail: draw thumbnails anew, do not shrink a drawn picture.
/// </summary>
internal static class AnnotatedSnapshot
{
    private static readonly Scalar Area = new(64, 190, 255);
    private static readonly Scalar Subject = new(48, 92, 255);
    private static readonly Scalar Bystander = new(214, 178, 96);
    private static readonly Scalar Ink = new(24, 24, 24);
    private static readonly Scalar Paper = new(255, 255, 255);

    /// <summary>Draws into <paramref name="frame"/>.</summary>
    /// <param name="frame">The copy to draw into.</param>
    /// <param name="what">What to draw.</param>
    /// <param name="scale">Size of <paramref name="frame"/> over the size of the captured frame, which the boxes are in.</param>
    public static unsafe void Draw(FrameView frame, SnapshotAnnotations what, double scale = 1)
    {
        using Mat picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, (IntPtr)frame.Pixels, frame.StrideBytes);
        var pen = new SnapshotPen(picture, frame.Size);
        DrawZones(pen, what.Zones);
        foreach (TripLine line in what.Lines)
            DrawLine(pen, line);
        // The subject last: its label lies over the others'.
        foreach (SnapshotBox box in what.Boxes.OrderBy(b => b.IsSubject))
            DrawBox(pen, box, scale);
        DrawCaption(pen, what);
    }

    private static void DrawZones(SnapshotPen pen, IReadOnlyList<Zone> zones)
    {
        if (zones.Count == 0)
            return;
        Point[][] outlines = [.. zones.Select(zone => Outline(zone.Area.Points, pen.Size))];
        using (var tinted = new Mat())
        {
            pen.Picture.CopyTo(tinted);
            Cv2.FillPoly(tinted, outlines, Area);
            Cv2.AddWeighted(tinted, 0.16, pen.Picture, 0.84, 0, pen.Picture);
        }

        Cv2.Polylines(pen.Picture, outlines, isClosed: true, Area, pen.Thickness, LineTypes.AntiAlias);
        for (int i = 0; i < zones.Count; i++)
        {
            Point top = outlines[i].MinBy(p => (p.Y, p.X));
            pen.Chip(zones[i].Id, top.X, top.Y + (pen.ChipHeight / 2), Area, Ink, above: true);
        }
    }

    private static void DrawLine(SnapshotPen pen, TripLine line)
    {
        Point from = ToPoint(line.From, pen.Size), to = ToPoint(line.To, pen.Size);
        Cv2.Line(pen.Picture, from, to, Area, pen.Thickness, LineTypes.AntiAlias);
        Cv2.Circle(pen.Picture, from, pen.Thickness * 2, Area, -1, LineTypes.AntiAlias);
        Cv2.Circle(pen.Picture, to, pen.Thickness * 2, Area, -1, LineTypes.AntiAlias);

        // An arrow from the middle to the right-hand side, seen from the first end to the second.
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
        double rightX = -dy / length, rightY = dx / length, reach = pen.ChipHeight * 1.1, head = reach * 0.4;
        var middle = new Point((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        var tip = new Point((int)(middle.X + (rightX * reach)), (int)(middle.Y + (rightY * reach)));
        Cv2.Line(pen.Picture, middle, tip, Area, pen.Thickness, LineTypes.AntiAlias);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            var barb = new Point(
                (int)(tip.X - (rightX * head) + (dx / length * head * side)),
                (int)(tip.Y - (rightY * head) + (dy / length * head * side)));
            Cv2.Line(pen.Picture, tip, barb, Area, pen.Thickness, LineTypes.AntiAlias);
        }

        pen.Chip(line.Id, from.X, from.Y - pen.Thickness, Area, Ink, above: true);
    }

    private static void DrawBox(SnapshotPen pen, SnapshotBox box, double scale)
    {
        var scaled = new BoxPx((float)(box.Box.X * scale), (float)(box.Box.Y * scale), (float)(box.Box.Width * scale), (float)(box.Box.Height * scale));
        BoxPx inside = scaled.ClipTo(pen.Size);
        if (inside.Width < 1 || inside.Height < 1)
            return;
        var rect = new Rect((int)inside.X, (int)inside.Y, (int)inside.Width, (int)inside.Height);
        Scalar colour = box.IsSubject ? Subject : Bystander;
        int thickness = box.IsSubject ? pen.Thickness + Math.Max(1, pen.Thickness / 2) : pen.Thickness;
        // A dark edge under the coloured one keeps the box visible on every background.
        Cv2.Rectangle(pen.Picture, rect, Ink, thickness + 2, LineTypes.AntiAlias);
        Cv2.Rectangle(pen.Picture, rect, colour, thickness, LineTypes.AntiAlias);
        string label = string.Create(CultureInfo.InvariantCulture, $"{box.Label} {Math.Clamp(box.Score, 0, 1) * 100:0}%");
        pen.Chip(label, rect.X - (thickness / 2), rect.Y - (thickness / 2), colour, box.IsSubject ? Paper : Ink, above: true);
    }

    private static void DrawCaption(SnapshotPen pen, SnapshotAnnotations what)
    {
        string time = what.At.ToString(what.At.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        string shortTime = what.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        pen.Caption($"{what.CameraId}  {what.Title}", time, shortTime, Paper, Subject);
    }

    private static Point[] Outline(ImmutableArray<PointNorm> points, SizePx size) => [.. points.Select(p => ToPoint(p, size))];

    private static Point ToPoint(PointNorm point, SizePx size)
    {
        PointPx px = point.ToPx(size);
        return new((int)Math.Clamp(px.X, 0, size.Width - 1), (int)Math.Clamp(px.Y, 0, size.Height - 1));
    }
}
