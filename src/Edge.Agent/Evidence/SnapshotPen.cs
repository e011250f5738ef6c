using System.Globalization;
using System.Text;
using Edge.Domain.Geometry;
using OpenCvSharp;

namespace Edge.Agent.Evidence;

/// <summary>Strokes and text in sizes that suit one picture.</summary>
internal sealed class SnapshotPen
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;

    // Height of a capital letter at scale 1, in pixels.
    private const double CapHeight = 22;

    private readonly double _fontScale;
    private readonly int _stroke;
    private readonly int _padding;
    private readonly int _textHeight;

    public SnapshotPen(Mat picture, SizePx size)
    {
        Picture = picture;
        Size = size;
        // A 55th of the height reads well on a phone; 8 pixels is the least that this font is legible at.
        double capPx = Math.Max(8, Math.Min(size.Height / 55.0, size.Width / 70.0));
        _fontScale = capPx / CapHeight;
        _stroke = Math.Max(1, (int)Math.Round(capPx / 9));
        _padding = Math.Max(2, (int)Math.Round(capPx * 0.45));
        Thickness = Math.Max(1, (int)Math.Round(size.Height / 400.0));
        _textHeight = Cv2.GetTextSize("Hg", Font, _fontScale, _stroke, out _).Height;
        ChipHeight = _textHeight + (2 * _padding);
    }

    /// <summary>What is drawn into.</summary>
    public Mat Picture { get; }

    /// <summary>Its size.</summary>
    public SizePx Size { get; }

    /// <summary>Width of an outline.</summary>
    public int Thickness { get; }

    /// <summary>Height of a label.</summary>
    public int ChipHeight { get; }

    /// <summary>A label on a coloured ground, moved as far as needed to lie inside the picture.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Bottom edge, or top edge when <paramref name="above"/> is false.</param>
    /// <param name="ground">Colour of the ground.</param>
    /// <param name="ink">Colour of the text.</param>
    /// <param name="above">Whether it stands on <paramref name="y"/>.</param>
    public void Chip(string text, int x, int y, Scalar ground, Scalar ink, bool above)
    {
        string printable = Printable(text);
        if (printable.Length == 0)
            return;
        int width = Width(printable) + (2 * _padding);
        int left = Math.Clamp(x, 0, Math.Max(0, Size.Width - width));
        int top = Math.Clamp(above ? y - ChipHeight : y, 0, Math.Max(0, Size.Height - ChipHeight));
        Cv2.Rectangle(Picture, new Rect(left, top, width, ChipHeight), ground, -1);
        Write(printable, left + _padding, top, ink);
    }

    /// <summary>
    /// A dark strip along the bottom: what on its left, when on its right. Where both are too wide the time is the short one, then what is cut.
    /// Left out on pictures too small for the time.
    /// </summary>
    public void Caption(string what, string when, string shortWhen, Scalar ink, Scalar accent)
    {
        what = Printable(what);
        bool isWide = Width(what) + Width(when) + (8 * _padding) <= Size.Width;
        string time = isWide ? when : shortWhen;
        int timeWidth = Width(time);
        if (timeWidth + (4 * _padding) > Size.Width || ChipHeight * 4 > Size.Height)
            return;
        int height = ChipHeight + _padding;
        int top = Size.Height - height;
        using (var strip = new Mat(Picture, new Rect(0, top, Size.Width, height)))
        using (var dark = new Mat(height, Size.Width, MatType.CV_8UC3, Scalar.All(0)))
            Cv2.AddWeighted(strip, 0.32, dark, 0.68, 0, strip);

        int bar = Math.Max(2, _padding / 2);
        Cv2.Rectangle(Picture, new Rect(0, top, bar, height), accent, -1);
        Write(time, Size.Width - timeWidth - (2 * _padding), top + (_padding / 2), ink);
        int room = Size.Width - timeWidth - (6 * _padding) - bar;
        string fitting = Fit(what, room);
        if (fitting.Length > 0)
            Write(fitting, bar + (2 * _padding), top + (_padding / 2), ink);
    }

    private int Width(string text) => Cv2.GetTextSize(text, Font, _fontScale, _stroke, out _).Width;

    private void Write(string text, int left, int top, Scalar ink) =>
        Cv2.PutText(Picture, text, new Point(left, top + _padding + _textHeight), Font, _fontScale, ink, _stroke, LineTypes.AntiAlias);

    private string Fit(string text, int room)
    {
        if (Width(text + " ") <= room)
            return text;
        for (int length = text.Length - 1; length > 0; length--)
        {
            string shortened = string.Concat(text.AsSpan(0, length).TrimEnd(), "...");
            if (Width(shortened) <= room)
                return shortened;
        }

        return "";
    }

    // The font has ASCII only: accents go, what is left over becomes '?'.
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (c is >= ' ' and <= '~')
                printable.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && !char.IsLowSurrogate(c))
                printable.Append('?');
        }

        return printable.ToString().Trim();
    }
}
