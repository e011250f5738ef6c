using System.Globalization;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>
/// A folder in the YOLO layout: <c>images/</c>, <c>labels/</c> with one <c>class cx cy w h</c> a line (fractions of the image),
/// and <c>classes.txt</c> with one name a line. Folders under <c>images/</c> are mirrored under <c>labels/</c>.
/// </summary>
public sealed class YoloDataSet : DataSet
{
    /// <summary>The file of class names.</summary>
    public const string ClassesFile = "classes.txt";

    private YoloDataSet(IReadOnlyList<DataSetClass> classes, IReadOnlyList<LabelledImage> images)
        : base(classes, images)
    {
    }

    /// <inheritdoc/>
    public override DataSetFormat Format => DataSetFormat.Yolo;

    /// <summary>Opens the folder <paramref name="root"/>; reads names only.</summary>
    /// <exception cref="DataSetException">The folder is not in the YOLO layout.</exception>
    public static YoloDataSet Open(string root)
    {
        string images = Path.Combine(root, "images"), labels = Path.Combine(root, "labels"), classes = Path.Combine(root, ClassesFile);
        if (!Directory.Exists(images) || !Directory.Exists(labels) || !File.Exists(classes))
            throw new DataSetException($"{root}: not a data set in the YOLO layout; it needs the folders images and labels and the file {ClassesFile}");

        string[] names = [.. File.ReadLines(classes).Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (names.Length == 0)
            throw new DataSetException($"{classes}: no class names; it needs one a line");
        return new YoloDataSet(
            [.. names.Select((name, index) => new DataSetClass(index, name))],
            ImageFolder.Number(ImageFolder.Files(images).Select(file =>
            {
                string name = ImageFolder.NameIn(images, file);
                return (name, file, Path.Combine(labels, name + ".txt"));
            })));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        ArgumentNullException.ThrowIfNull(image);
        var boxes = new List<LabelledBox>();
        double[] numbers = new double[4];
        foreach ((int lineNumber, string line, string[] fields) in LabelLines.Of(image.LabelPath))
        {
            bool good = fields.Length == 5
                && int.TryParse(fields[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                && LabelLines.TryNumbers(fields.AsSpan(1), numbers);
            if (!good)
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: '{line}' is not 'class cx cy w h'");

            int classId = int.Parse(fields[0], CultureInfo.InvariantCulture);
            if (classId < 0 || classId >= Classes.Count)
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: class {classId}; allowed: 0 to {Classes.Count - 1} ({ClassesFile})");
            if (!(numbers[2] > 0 && numbers[3] > 0))
                throw new DataSetException($"{image.LabelPath}:{lineNumber}: '{line}' is {numbers[2]} wide and {numbers[3]} high; allowed: more than 0");

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
