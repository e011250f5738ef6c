using System.Globalization;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation;

/// <summary>
/// A folder in the YOLO layout: <c>images/</c>, <c>labels/</c> with one <c>class cx cy w h</c> a line (fractions of the image),
/// and <c>classes.txt</c> with one name a line.
/// </summary>
public sealed class YoloDataSet
{
    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".bmp"];

    private YoloDataSet(IReadOnlyList<string> classes, IReadOnlyList<LabelledImage> images)
    {
        Classes = classes;
        Images = images;
    }

    /// <summary>Class names, by class id.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The images, by file name.</summary>
    public IReadOnlyList<LabelledImage> Images { get; }

    /// <summary>Opens the folder <paramref name="root"/>; reads names only.</summary>
    /// <exception cref="DataSetException">The folder is not in the YOLO layout.</exception>
    public static YoloDataSet Open(string root)
    {
        string images = Path.Combine(root, "images"), labels = Path.Combine(root, "labels"), classes = Path.Combine(root, "classes.txt");
        if (!Directory.Exists(images) || !Directory.Exists(labels) || !File.Exists(classes))
            throw new DataSetException($"{root}: not a data set in the YOLO layout; it needs the folders images and labels and the file classes.txt");

        string[] names = [.. File.ReadLines(classes).Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] files = [.. Directory.EnumerateFiles(images)
            .Where(file => ImageExtensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new DataSetException($"{images}: no images; allowed: {string.Join(", ", ImageExtensions)}");

        bool numbered = files.All(file => long.TryParse(Path.GetFileNameWithoutExtension(file), out _));
        return new YoloDataSet(names, [.. files.Select((file, index) => new LabelledImage(
            numbered ? long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture) : index + 1,
            file,
            Path.Combine(labels, Path.GetFileNameWithoutExtension(file) + ".txt")))]);
    }

    /// <summary>The labels of <paramref name="image"/>, in pixels of its size.</summary>
    /// <exception cref="DataSetException">A line is not five numbers, or names a class that is not there.</exception>
    public IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        if (!File.Exists(image.LabelPath))
            return [];

        var boxes = new List<LabelledBox>();
        int lineNumber = 0;
        foreach (string line in File.ReadLines(image.LabelPath))
        {
            lineNumber++;
            string[] parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
                continue;

            double[] numbers = new double[4];
            bool good = parts.Length == 5 && int.TryParse(parts[0], out _);
            for (int i = 0; good && i < 4; i++)
                good = double.TryParse(parts[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i]);
            if (!good)
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: '{line}' is not 'class cx cy w h'");

            int classId = int.Parse(parts[0], CultureInfo.InvariantCulture);
            if (classId < 0 || classId >= Classes.Count)
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: class {classId}; allowed: 0 to {Classes.Count - 1} (classes.txt)");

            double width = numbers[2] * size.Width, height = numbers[3] * size.Height;
            boxes.Add(new LabelledBox(classId, new BoxPx(
                (float)((numbers[0] * size.Width) - (width / 2)),
                (float)((numbers[1] * size.Height) - (height / 2)),
                (float)width,
                (float)height)));
        }

        return boxes;
    }
}
