using System.Text.Json;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>
/// A data set in COCO's format: one JSON file (<c>instances_….json</c>) with <c>images</c>, <c>annotations</c> and <c>categories</c>.
/// The images are looked for beside the file and in the folders that are usual beside it.
/// </summary>
public sealed class CocoDataSet : DataSet
{
    private readonly Dictionary<long, (SizePx Size, List<LabelledBox> Boxes)> _labels;

    private CocoDataSet(IReadOnlyList<DataSetClass> classes, IReadOnlyList<LabelledImage> images, Dictionary<long, (SizePx Size, List<LabelledBox> Boxes)> labels)
        : base(classes, images) => _labels = labels;

    /// <inheritdoc/>
    public override DataSetFormat Format => DataSetFormat.Coco;

    /// <summary>Opens a JSON file, or the only one in the folder <paramref name="path"/> or in its folder <c>annotations</c>; reads all labels.</summary>
    /// <exception cref="DataSetException">No such file, several of them, a bad entry, or an image that is not there.</exception>
    public static CocoDataSet Open(string path)
    {
        string[] files = File.Exists(path) ? [path] : Candidates(path);
        if (files.Length != 1)
        {
            throw new DataSetException(files.Length == 0
                ? $"{path}: not a data set in COCO's layout; it needs a file annotations/instances_….json, or name the .json file itself"
                : $"{path}: {files.Length} files of annotations; name the one to use: {string.Join(", ", files)}");
        }

        string file = files[0];
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 32 });
            var entries = new CocoEntries(file, json.RootElement);
            IReadOnlyList<DataSetClass> classes = entries.Classes();
            Dictionary<long, (string FileName, SizePx Size, List<LabelledBox> Boxes)> images = entries.Images();
            entries.AddBoxes(classes, images);
            string[] folders = ImageFolders(file);
            return new CocoDataSet(
                classes,
                [.. images.Select(pair => new LabelledImage(pair.Key, Path.ChangeExtension(pair.Value.FileName, null), Find(file, folders, pair.Value.FileName), file)).OrderBy(image => image.Name, StringComparer.Ordinal)],
                images.ToDictionary(pair => pair.Key, pair => (pair.Value.Size, pair.Value.Boxes)));
        }
        catch (JsonException e)
        {
            throw new DataSetException($"{file}:{(e.LineNumber ?? 0) + 1}: not JSON: {e.Message}");
        }
    }

    /// <summary>The JSON files in <paramref name="folder"/> that may hold annotations of objects.</summary>
    internal static string[] Candidates(string folder)
    {
        string[] all = [.. new[] { Path.Combine(folder, "annotations"), folder }
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.json"))
            .Order(StringComparer.Ordinal)];
        string[] instances = [.. all.Where(file => Path.GetFileName(file).StartsWith("instances", StringComparison.Ordinal))];
        return instances.Length > 0 ? instances : [.. all.Where(LooksLikeAnnotations)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckSize(image, size);
        return _labels[image.Id].Boxes;
    }

    private protected override SizePx? DeclaredSize(LabelledImage image) => _labels[image.Id].Size;

    // Configuration and package files are JSON, too.
    private static bool LooksLikeAnnotations(string file)
    {
        byte[] start = new byte[1 << 16];
        using FileStream stream = File.OpenRead(file);
        ReadOnlySpan<byte> read = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return read.IndexOf("\"annotations\""u8) >= 0 || read.IndexOf("\"images\""u8) >= 0;
    }

    private static string[] ImageFolders(string file)
    {
        string beside = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string root = Path.GetFileName(beside) == "annotations" ? Path.GetDirectoryName(beside)! : beside;
        string name = Path.GetFileNameWithoutExtension(file);
        string part = name.StartsWith("instances_", StringComparison.Ordinal) ? name["instances_".Length..] : name;
        return [Path.Combine(root, "images", part), Path.Combine(root, part), Path.Combine(root, "images"), root, beside];
    }

    private static string Find(string file, string[] folders, string name)
    {
        // The name comes from the file: it may not lead out of the data set.
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
            throw new DataSetException($"{file}: image '{name}'; allowed: a path inside the data set");
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new DataSetException($"{file}: image '{name}' is in none of {string.Join(", ", folders.Distinct())}");
    }
}
