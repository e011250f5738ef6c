#nullable enable

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>Drawing.</content>
public static partial class Cv2
{
    /// <summary>Draws a rectangle; filled with a negative <paramref name="thickness"/>.</summary>
    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        img.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_rectangle(img.CvPtr, rect, color, thickness, (int)lineType, shift));
        GC.KeepAlive(img);
    }

    /// <summary>Draws a line.</summary>
    public static void Line(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        img.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_line(img.CvPtr, pt1, pt2, color, thickness, (int)lineType, shift));
        GC.KeepAlive(img);
    }

    /// <summary>Draws a circle; filled with a negative <paramref name="thickness"/>.</summary>
    public static void Circle(InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        img.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_circle(img.CvPtr, center, radius, color, thickness, (int)lineType, shift));
        GC.KeepAlive(img);
    }

    /// <summary>Fills polygons.</summary>
    public static void FillPoly(Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        ArgumentNullException.ThrowIfNull(pts);
        img.ThrowIfDisposed();
        (Point[] points, int[] counts) = Flatten(pts);
        NativeMethods.Check(NativeMethods.edge_fill_poly(img.CvPtr, points, counts, counts.Length, color, (int)lineType, shift, offset.GetValueOrDefault()));
        GC.KeepAlive(img);
    }

    /// <summary>Draws the outlines of polygons.</summary>
    public static void Polylines(Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        ArgumentNullException.ThrowIfNull(pts);
        img.ThrowIfDisposed();
        (Point[] points, int[] counts) = Flatten(pts);
        NativeMethods.Check(NativeMethods.edge_polylines(img.CvPtr, points, counts, counts.Length, isClosed ? 1 : 0, color, thickness, (int)lineType, shift));
        GC.KeepAlive(img);
    }

    /// <summary>Draws text. The fonts have ASCII only.</summary>
    public static void PutText(InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        ArgumentNullException.ThrowIfNull(img);
        if (string.IsNullOrEmpty(text))
            throw new ArgumentNullException(nameof(text));
        img.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_put_text(img.CvPtr, text, org, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0));
        GC.KeepAlive(img);
    }

    /// <summary>The size that text takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fontFace">The font.</param>
    /// <param name="fontScale">Factor on its own size.</param>
    /// <param name="thickness">Of its strokes.</param>
    /// <param name="baseLine">How far it reaches under its base line.</param>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        if (string.IsNullOrEmpty(text))
            throw new ArgumentNullException(nameof(text));
        NativeMethods.Check(NativeMethods.edge_text_size(text, (int)fontFace, fontScale, thickness, out baseLine, out Size size));
        return size;
    }

    private static (Point[] Points, int[] Counts) Flatten(IEnumerable<IEnumerable<Point>> contours)
    {
        var points = new List<Point>();
        var counts = new List<int>();
        foreach (IEnumerable<Point> contour in contours)
        {
            int before = points.Count;
            points.AddRange(contour);
            counts.Add(points.Count - before);
        }

        return ([.. points], [.. counts]);
    }
}
