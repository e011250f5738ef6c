namespace Edge.Vision.Anomaly.Golden;

/// <summary>Lays a level of the picture over the same level of the template.</summary>
internal static unsafe class PlaneWarp
{
    /// <summary>Samples <paramref name="from"/> where the pose has the template's pixels, between four pixels each.</summary>
    /// <param name="from">The picture's level.</param>
    /// <param name="pose">Where the template lies, in pixels of the finest level.</param>
    /// <param name="level">Which level it is.</param>
    /// <param name="into">Of the same size. Pixels that lie outside the picture are not written.</param>
    /// <param name="inside">Receives the stretch of each row that lies inside the picture.</param>
    public static void Warp(Plane from, in Pose pose, int level, Plane into, Span<RowSpan> inside)
    {
        double unit = 1.0 / (1 << level), half = 0.5;
        for (int y = 0; y < into.Height; y++)
        {
            (double startX, double startY) = Start(into, pose, unit, y);
            RowSpan span = Inside(startX - half, pose.Cos, from.Width - 1).And(Inside(startY - half, pose.Sin, from.Height - 1)).Within(into.Width);
            inside[y] = span;
            WarpRow(from, into.Row(y), span, startX - half, startY - half, pose);
        }
    }

    /// <summary>Where the pixel centre at the left of row <paramref name="y"/> lies in the picture's level.</summary>
    private static (double X, double Y) Start(Plane level, in Pose pose, double unit, int y)
    {
        double centerX = level.Width * 0.5, centerY = level.Height * 0.5;
        double u = 0.5 - centerX, v = y + 0.5 - centerY;
        return (centerX + (pose.X * unit) + (pose.Cos * u) - (pose.Sin * v), centerY + (pose.Y * unit) + (pose.Sin * u) + (pose.Cos * v));
    }

    /// <summary>The whole numbers n from 0 for which start + step * n is from 0 to less than <paramref name="limit"/>, a hair less to be safe.</summary>
    private static RowSpan Inside(double start, double step, double limit)
    {
        const double Hair = 1e-6;
        if (Math.Abs(step) < 1e-9)
            return start >= Hair && start < limit - Hair ? new RowSpan(0, int.MaxValue) : default;
        double a = (Hair - start) / step, b = (limit - Hair - start) / step;
        double low = Math.Ceiling(Math.Min(a, b)), high = Math.Floor(Math.Max(a, b));
        return new RowSpan((int)Math.Clamp(low, 0, int.MaxValue - 1), (int)Math.Clamp(high + 1, 0, int.MaxValue));
    }

    private static void WarpRow(Plane from, byte* row, RowSpan span, double startX, double startY, in Pose pose)
    {
        const double One = 4294967296.0;
        long x = (long)((startX + (pose.Cos * span.Start)) * One), y = (long)((startY + (pose.Sin * span.Start)) * One);
        long stepX = (long)(pose.Cos * One), stepY = (long)(pose.Sin * One);
        byte* data = from.Data;
        int stride = from.Stride;
        for (int i = span.Start; i < span.End; i++, x += stepX, y += stepY)
        {
            byte* at = data + ((nint)(y >> 32) * stride) + (x >> 32);
            int fx = (int)((x >> 24) & 255), fy = (int)((y >> 24) & 255);
            int top = (at[0] << 8) + ((at[1] - at[0]) * fx), bottom = (at[stride] << 8) + ((at[stride + 1] - at[stride]) * fx);
            row[i] = (byte)(((top << 8) + ((bottom - top) * fy) + 32768) >> 16);
        }
    }
}
