using System.Globalization;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>
/// Boards in the format of the data set DeepPCB (Tang et al., 2019): one <c>x1 y1 x2 y2 type</c> a line, in pixels, types 1 to 6.
/// Either <c>images/NAME.jpg</c> beside <c>labels/NAME.txt</c>, or as published: <c>groupG/G/NAME_test.jpg</c> beside <c>groupG/G_not/NAME.txt</c>.
/// </summary>
public sealed class DeepPcbDataSet : DataSet
{
    private const string TestedEnding = "_test";
    private static readonly string[] Types = ["open", "short", "mousebite", "spur", "copper", "pin-hole"];

    private DeepPcbDataSet(IReadOnlyList<LabelledImage> images)
        : base([.. Types.Select((name, index) => new DataSetClass(index + 1, name))], images)
    {
    }

    /// <inheritdoc/>
    public override DataSetFormat Format => DataSetFormat.DeepPcb;

    /// <summary>Opens the folder <paramref name="root"/>, in either layout; reads names only.</summary>
    /// <exception cref="DataSetException">The folder is in neither.</exception>
    public static DeepPcbDataSet Open(string root)
    {
        if (HasGroups(root))
            return new DeepPcbDataSet(ImageFolder.WithSomeLabels(Published(root)));
        string images = Path.Combine(root, "images"), labels = Path.Combine(root, "labels");
        if (!Directory.Exists(images) || !Directory.Exists(labels))
            throw new DataSetException($"{root}: not a data set in a layout of DeepPCB; it needs the folders images and labels, or the folders group… as published");
        return new DeepPcbDataSet(ImageFolder.WithSomeLabels(ImageFolder.Number(ImageFolder.Files(images).Select(file =>
        {
            string name = ImageFolder.NameIn(images, file);
            return (name, file, Path.Combine(labels, name + ".txt"));
        }))));
    }

    /// <summary>Whether <paramref name="root"/> looks as the data set is published.</summary>
    internal static bool HasGroups(string root) => Directory.EnumerateDirectories(root, "group*").Any();

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        ArgumentNullException.ThrowIfNull(image);
        var boxes = new List<LabelledBox>();
        double[] edges = new double[4];
        // The data set's description has commas between the numbers, its files have spaces.
        foreach ((int lineNumber, string line, string[] fields) in LabelLines.Of(image.LabelPath, ','))
        {
            if (fields.Length != 5 || !LabelLines.TryNumbers(fields.AsSpan(0, 4), edges))
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: '{line}' is not 'x1 y1 x2 y2 type'");
            if (!int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out int type) || type < 1 || type > Types.Length)
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: type '{fields[4]}'; allowed: {string.Join(", ", Types.Select((name, index) => $"{index + 1} {name}"))}");
            if (!(edges[0] < edges[2] && edges[1] < edges[3]))
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: '{line}' has no area; allowed: x1 less than x2 and y1 less than y2");
            boxes.Add(new LabelledBox(type - 1, BoxPx.FromEdges((float)edges[0], (float)edges[1], (float)edges[2], (float)edges[3])));
        }

        return boxes;
    }

    private static LabelledImage[] Published(string root)
    {
        var files = new List<(string, string, string)>();
        foreach (string images in Directory.EnumerateDirectories(root, "group*").SelectMany(group => Directory.EnumerateDirectories(group)))
        {
            if (images.EndsWith("_not", StringComparison.Ordinal))
                continue;
            foreach (string file in Directory.EnumerateFiles(images).Where(ImageFolder.IsImage))
            {
                string name = Path.GetFileNameWithoutExtension(file);
                // Each board lies there twice: as tested, and the faultless template (_temp).
                if (name.EndsWith(TestedEnding, StringComparison.Ordinal))
                    files.Add((name[..^TestedEnding.Length], file, Path.Combine(images + "_not", name[..^TestedEnding.Length] + ".txt")));
            }
        }

        return files.Count > 0
            ? ImageFolder.Number(files)
            : throw new DataSetException($"{root}: no images NAME{TestedEnding}.jpg in the folders group…/…");
    }
}
