using System.Globalization;
using System.Text;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Writes drawn boards as a dataset. Beside the YOLO layout (<c>images</c>, <c>labels</c>, <c>classes.txt</c>) there are <c>templates</c>
/// (the same boards without defects) and <c>labels-deeppcb</c> (lines of <c>x1 y1 x2 y2 type</c> in pixels, types from 1).
/// </summary>
internal static class BoardExport
{
    private const int Least = 3;
    private const int Most = 12;

    /// <summary>The kinds' names, in the order of <see cref="BoardDefectKind"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["open", "short", "mousebite", "spur", "copper", "pin-hole"];

    /// <summary>Writes boards with the seeds from <paramref name="seed"/> on.</summary>
    /// <returns>How many defects of each kind were written.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static int[] Write(string folder, int boards, long seed)
    {
        string[] folders = ["images", "templates", "labels", "labels-deeppcb"];
        foreach (string name in folders)
            Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllLines(Path.Combine(folder, "classes.txt"), Names);
        var maker = new BoardMaker();
        byte[] picture = new byte[CopperLayer.Side * CopperLayer.Side];
        int[] counts = new int[BoardMaker.Kinds];
        for (int i = 0; i < boards; i++)
        {
            long own = seed + i;
            string name = i.ToString("D6", CultureInfo.InvariantCulture);
            maker.Make(own, Least + Dice.Pick(Most - Least + 1, own, 95));
            maker.TakeMade(own, picture);
            PngFile.WriteGrey(Path.Combine(folder, "images", name + ".png"), picture, CopperLayer.Side, CopperLayer.Side);
            maker.TakeDesign(own, picture);
            PngFile.WriteGrey(Path.Combine(folder, "templates", name + ".png"), picture, CopperLayer.Side, CopperLayer.Side);
            File.WriteAllText(Path.Combine(folder, "labels", name + ".txt"), Yolo(maker.Defects));
            File.WriteAllText(Path.Combine(folder, "labels-deeppcb", name + ".txt"), DeepPcb(maker.Defects));
            foreach (BoardDefect defect in maker.Defects)
                counts[(int)defect.Kind]++;
        }

        return counts;
    }

    private static string Yolo(ReadOnlySpan<BoardDefect> defects)
    {
        var text = new StringBuilder();
        foreach (BoardDefect defect in defects)
        {
            BoxNorm box = defect.Box.ToNorm(new SizePx(CopperLayer.Side, CopperLayer.Side));
            text.Append(CultureInfo.InvariantCulture, $"{(int)defect.Kind} {box.X + (box.Width / 2):F6} {box.Y + (box.Height / 2):F6} {box.Width:F6} {box.Height:F6}\n");
        }

        return text.ToString();
    }

    private static string DeepPcb(ReadOnlySpan<BoardDefect> defects)
    {
        var text = new StringBuilder();
        foreach (BoardDefect defect in defects)
            text.Append(CultureInfo.InvariantCulture, $"{defect.Box.X:F0} {defect.Box.Y:F0} {defect.Box.Right:F0} {defect.Box.Bottom:F0} {(int)defect.Kind + 1}\n");
        return text.ToString();
    }
}
