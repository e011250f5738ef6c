using System.CommandLine;
using System.Globalization;
using System.Text;
using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// The command <c>synthetic-export</c>: writes drawn pictures with their truth as a dataset in the YOLO layout
/// (<c>images/*.png</c>, <c>labels/*.txt</c> with lines of <c>class x-centre y-centre width height</c> as fractions, <c>classes.txt</c>).
/// <c>--source boards</c> adds what <see cref="BoardExport"/> says.
/// </summary>
public static class SyntheticExport
{
    /// <summary>An object is labelled when at least this share of it can be seen.</summary>
    internal const float MinimumVisible = 0.25f;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments behind the command's name.</param>
    /// <returns>The exit code: 0 done, 1 for wrong arguments or a folder that cannot be written.</returns>
    public static int Run(string[] args)
    {
        var source = new Option<string>("--source") { Description = "What is drawn: street, or boards (640 x 640, with templates and DeepPCB labels; no --scenes, --width, --height).", DefaultValueFactory = _ => "street" };
        source.AcceptOnlyFromAmong("street", "boards");
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder to write to.", Required = true };
        var frames = new Option<int>("--frames") { Description = "Pictures to write.", DefaultValueFactory = _ => 1000 };
        var scenes = new Option<int>("--scenes") { Description = "Different streets among them, one seed each.", DefaultValueFactory = _ => 40 };
        var seed = new Option<long>("--seed") { Description = "Seed of the first street, or board.", DefaultValueFactory = _ => 1 };
        var width = new Option<int>("--width") { Description = "Pixels across.", DefaultValueFactory = _ => 640 };
        var height = new Option<int>("--height") { Description = "Pixels down.", DefaultValueFactory = _ => 360 };
        var command = new RootCommand("Writes synthetic pictures with their labels as a dataset in the YOLO layout.")
        {
            source, folder, frames, scenes, seed, width, height,
        };
        command.SetAction(parsed => parsed.GetValue(source) == "boards" ? ExportBoards(
            parsed.GetRequiredValue(folder).FullName, Math.Max(1, parsed.GetValue(frames)), parsed.GetValue(seed)) : Export(
            parsed.GetRequiredValue(folder).FullName,
            Math.Max(1, parsed.GetValue(frames)),
            Math.Max(1, parsed.GetValue(scenes)),
            parsed.GetValue(seed),
            new SizePx(Math.Clamp(parsed.GetValue(width), 64, 3840), Math.Clamp(parsed.GetValue(height), 64, 2160))));
        return command.Parse(args).Invoke();
    }

    private static int Export(string folder, int frames, int scenes, long seed, SizePx size)
    {
        string images = Path.Combine(folder, "images");
        string labels = Path.Combine(folder, "labels");
        Directory.CreateDirectory(images);
        Directory.CreateDirectory(labels);
        File.WriteAllText(Path.Combine(folder, "classes.txt"), "person\ncar\n");
        using var pool = new FramePool(1);
        scenes = Math.Min(scenes, frames);
        for (int scene = 0; scene < scenes; scene++)
        {
            long own = seed + scene;
            // From an empty street to a crowded one, so that the background alone is learnt too.
            var street = new StreetScene(own, 15, Dice.Pick(10, own, 90), Dice.Pick(6, own, 91));
            using var renderer = new SceneRenderer(street);
            int first = (int)((long)frames * scene / scenes);
            int end = (int)((long)frames * (scene + 1) / scenes);
            for (int i = first; i < end; i++)
            {
                // Any moment of the scene's first two hours: neighbours in a film would teach the same picture twice.
                long moment = Dice.Pick(2 * 60 * 60 * 15, own, 92, i);
                using Frame frame = pool.Rent(size.Width, size.Height);
                renderer.Draw(frame.View, moment);
                string name = i.ToString("D6", CultureInfo.InvariantCulture);
                PngFile.Write(Path.Combine(images, name + ".png"), frame.View);
                File.WriteAllText(Path.Combine(labels, name + ".txt"), Labels(renderer, size, moment));
            }
        }

        Console.WriteLine($"{frames} pictures of {size} from {scenes} streets (seeds {seed} to {seed + scenes - 1}) written to {folder}");
        return 0;
    }

    private static int ExportBoards(string folder, int boards, long seed)
    {
        int[] counts = BoardExport.Write(folder, boards, seed);
        string kinds = string.Join(", ", BoardExport.Names.Select((name, kind) => $"{counts[kind]} {name}"));
        Console.WriteLine($"{boards} boards (seeds {seed} to {seed + boards - 1}) with {kinds} written to {folder}");
        return 0;
    }

    private static string Labels(SceneRenderer renderer, SizePx size, long moment)
    {
        Span<SceneTruth> truths = stackalloc SceneTruth[SyntheticScene.MaximumObjects];
        int count = renderer.Truth(size, moment, truths);
        var text = new StringBuilder();
        foreach (ref readonly SceneTruth truth in truths[..count])
        {
            if (truth.Visible < MinimumVisible)
                continue;
            BoxNorm box = truth.Box.ToNorm(size);
            text.Append(CultureInfo.InvariantCulture, $"{(int)truth.Class} {box.X + (box.Width / 2):F6} {box.Y + (box.Height / 2):F6} {box.Width:F6} {box.Height:F6}\n");
        }

        return text.ToString();
    }
}
