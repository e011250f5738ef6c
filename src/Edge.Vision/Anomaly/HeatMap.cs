using Edge.Domain.Frames;

namespace Edge.Vision.Anomaly;

/// <summary>Lays the scores of a picture over it in colours: nothing below half the threshold, yellow from there, red from the threshold on.</summary>
public static class HeatMap
{
    private const float Invisible = 0.5f;
    private const float Full = 2f;
    private const float MostOpaque = 0.6f;

    /// <summary>Blends the map into the frame's own pixels. Works row by row and allocates nothing.</summary>
    /// <param name="frame">The picture that was judged, or one of the same view of any size.</param>
    /// <param name="map">Its scores.</param>
    public static unsafe void Blend(in FrameView frame, AnomalyMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Columns == 0 || map.Rows == 0)
            return;
        // Cells of the map a pixel; its middle is at half a cell.
        float cellsX = map.Frame.Width / (map.StrideX * frame.Width), cellsY = map.Frame.Height / (map.StrideY * frame.Height);
        float left = -map.Left / map.StrideX, top = -map.Top / map.StrideY;
        for (int y = 0; y < frame.Height; y++)
        {
            float row = Math.Clamp(top + ((y + 0.5f) * cellsY) - 0.5f, 0, map.Rows - 1);
            int upper = (int)row, lower = Math.Min(upper + 1, map.Rows - 1);
            float down = row - upper;
            byte* pixel = frame.Pixels + ((nint)y * frame.StrideBytes);
            for (int x = 0; x < frame.Width; x++, pixel += 3)
            {
                float column = Math.Clamp(left + ((x + 0.5f) * cellsX) - 0.5f, 0, map.Columns - 1);
                int before = (int)column, after = Math.Min(before + 1, map.Columns - 1);
                float right = column - before;
                float above = map[before, upper] + ((map[after, upper] - map[before, upper]) * right);
                float below = map[before, lower] + ((map[after, lower] - map[before, lower]) * right);
                Paint(pixel, above + ((below - above) * down));
            }
        }
    }

    private static unsafe void Paint(byte* pixel, float score)
    {
        if (!(score > Invisible))
            return;
        float share = Math.Min((score - Invisible) / (Full - Invisible), 1);
        float opacity = MostOpaque * Math.Min(1, share * 2);
        // Yellow until the threshold, then quickly red.
        float green = score < 1 ? 220 : 220 * Math.Max(0, 1 - ((score - 1) * 2));
        pixel[0] = Mix(pixel[0], 0, opacity);
        pixel[1] = Mix(pixel[1], green, opacity);
        pixel[2] = Mix(pixel[2], 255, opacity);
    }

    private static byte Mix(byte under, float over, float opacity) => (byte)(under + ((over - under) * opacity) + 0.5f);
}
