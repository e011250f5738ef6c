using Edge.Domain.Geometry;

namespace Edge.Vision.Preprocessing;

/// <summary>Where a frame lies inside a model's input, and the way back for boxes.</summary>
/// <param name="Frame">Size of the frame.</param>
/// <param name="Left">Columns of padding before the picture.</param>
/// <param name="Top">Rows of padding above the picture.</param>
/// <param name="Width">Columns of the scaled picture, 1 or more.</param>
/// <param name="Height">Rows of the scaled picture, 1 or more.</param>
public readonly record struct Letterbox(SizePx Frame, int Left, int Top, int Width, int Height)
{
    /// <summary>
    /// The place of a frame of size <paramref name="frame"/> in an input of size <paramref name="input"/>.
    /// Sizes are rounded as the reference implementations do: cut off at the top left (YOLOX), to nearest in the middle (YOLOv8).
    /// </summary>
    public static Letterbox Fit(SizePx frame, SizePx input, InputFit fit)
    {
        if (fit == InputFit.Stretch)
            return new(frame, 0, 0, input.Width, input.Height);

        double ratio = Math.Min((double)input.Width / frame.Width, (double)input.Height / frame.Height);
        if (fit == InputFit.LetterboxTopLeft)
            return new(frame, 0, 0, Cut(frame.Width * ratio, input.Width), Cut(frame.Height * ratio, input.Height));

        int width = Nearest(frame.Width * ratio, input.Width);
        int height = Nearest(frame.Height * ratio, input.Height);
        return new(frame, (input.Width - width) / 2, (input.Height - height) / 2, width, height);
    }

    /// <summary>A box given by its edges in pixels of the input, in pixels of the frame and clipped to it.</summary>
    public BoxPx ToFrame(float left, float top, float right, float bottom)
    {
        float scaleX = (float)Frame.Width / Width;
        float scaleY = (float)Frame.Height / Height;
        return BoxPx.FromEdges((left - Left) * scaleX, (top - Top) * scaleY, (right - Left) * scaleX, (bottom - Top) * scaleY)
            .ClipTo(Frame);
    }

    // A product such as 3 * (416 / 3.0) may fall a hair short of the whole number that it stands for.
    private static int Cut(double length, int limit) => Math.Clamp((int)(length + 1e-9), 1, limit);

    private static int Nearest(double length, int limit) => Math.Clamp((int)Math.Round(length), 1, limit);
}
