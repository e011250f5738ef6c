using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>
/// A folder in the layout of PASCAL VOC: <c>Annotations/NAME.xml</c> for each of <c>JPEGImages/NAME.jpg</c> (or <c>images/NAME.jpg</c>).
/// As the VOC development kit defines it, pixels count from 1 and a box includes its last column and row. The classes are those of
/// <c>classes.txt</c> where there is one, otherwise all names that occur, in alphabetical order.
/// </summary>
public sealed class VocDataSet : DataSet
{
    private readonly Dictionary<string, (SizePx? Size, List<LabelledBox> Boxes)> _labels;

    private VocDataSet(IReadOnlyList<DataSetClass> classes, IReadOnlyList<LabelledImage> images, Dictionary<string, (SizePx? Size, List<LabelledBox> Boxes)> labels)
        : base(classes, images) => _labels = labels;

    /// <inheritdoc/>
    public override DataSetFormat Format => DataSetFormat.Voc;

    /// <summary>Opens the folder <paramref name="root"/> and reads all annotations.</summary>
    /// <exception cref="DataSetException">The folder is not in VOC's layout, or an annotation is bad.</exception>
    public static VocDataSet Open(string root)
    {
        string annotations = Path.Combine(root, "Annotations");
        string? images = new[] { "JPEGImages", "images" }.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        if (!Directory.Exists(annotations) || images is null)
            throw new DataSetException($"{root}: not a data set in VOC's layout; it needs the folders Annotations and JPEGImages");

        LabelledImage[] all = ImageFolder.WithSomeLabels(ImageFolder.Number(ImageFolder.Files(images).Select(file =>
        {
            string name = ImageFolder.NameIn(images, file);
            return (name, file, Path.Combine(annotations, name + ".xml"));
        })));
        string classesFile = Path.Combine(root, YoloDataSet.ClassesFile);
        string[] names = File.Exists(classesFile) ? [.. File.ReadLines(classesFile).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];
        var parsed = all.Where(image => File.Exists(image.LabelPath)).ToDictionary(image => image.LabelPath, image => Parse(image.LabelPath));
        if (names.Length == 0)
            names = [.. parsed.Values.SelectMany(file => file.Objects).Select(item => item.Name).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length == 0)
            throw new DataSetException($"{annotations}: no object in any file, so the set has no classes; give them in {classesFile}, one a line");

        var ids = names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        return new VocDataSet(
            [.. names.Select((name, index) => new DataSetClass(index, name))],
            all,
            parsed.ToDictionary(pair => pair.Key, pair => (pair.Value.Size, pair.Value.Objects.ConvertAll(item => ids.TryGetValue(item.Name, out int id)
                ? item.Box with { ClassId = id }
                : throw new DataSetException($"{pair.Key}:{item.Line}: class '{item.Name}'; allowed: {string.Join(", ", names)} ({YoloDataSet.ClassesFile})")))));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckSize(image, size);
        return _labels.TryGetValue(image.LabelPath, out var labels) ? labels.Boxes : [];
    }

    private protected override SizePx? DeclaredSize(LabelledImage image) => _labels.GetValueOrDefault(image.LabelPath).Size;

    private static (SizePx? Size, List<(string Name, int Line, LabelledBox Box)> Objects) Parse(string path)
    {
        XElement root;
        try
        {
            // No document type definitions: entities can expand to any size.
            using XmlReader reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            root = XElement.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw new DataSetException($"{path}:{e.LineNumber}: not XML: {e.Message}");
        }

        if (root.Name != "annotation")
            throw new DataSetException($"{path}:{LineOf(root)}: <{root.Name}>; allowed: <annotation>");
        var objects = new List<(string, int, LabelledBox)>();
        foreach (XElement item in root.Elements("object"))
        {
            string name = item.Element("name")?.Value.Trim() ?? "";
            if (name.Length == 0)
                throw new DataSetException($"{path}:{LineOf(item)}: an object without a name; allowed: <name>the class</name>");
            objects.Add((name, LineOf(item), new LabelledBox(0, Box(path, item)) { Kind = item.Element("difficult")?.Value.Trim() == "1" ? LabelKind.Difficult : LabelKind.Object }));
        }

        return (Size(path, root), objects);
    }

    private static BoxPx Box(string path, XElement item)
    {
        XElement box = item.Element("bndbox") ?? throw new DataSetException($"{path}:{LineOf(item)}: an object without <bndbox>; allowed: one with <xmin>, <ymin>, <xmax> and <ymax>");
        double left = Number(path, box, "xmin"), top = Number(path, box, "ymin"), right = Number(path, box, "xmax"), bottom = Number(path, box, "ymax");
        if (!(left <= right && top <= bottom))
            throw new DataSetException($"{path}:{LineOf(box)}: the box {left} {top} {right} {bottom} is inside out; allowed: xmin at most xmax and ymin at most ymax");
        return BoxPx.FromEdges((float)(left - 1), (float)(top - 1), (float)right, (float)bottom);
    }

    private static double Number(string path, XElement box, string name)
    {
        XElement element = box.Element(name) ?? throw new DataSetException($"{path}:{LineOf(box)}: <bndbox> without <{name}>; allowed: <xmin>, <ymin>, <xmax> and <ymax>");
        return double.TryParse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new DataSetException($"{path}:{LineOf(element)}: <{name}> is '{element.Value}'; allowed: a number of pixels");
    }

    // Some annotation tools leave the size 0; that says nothing.
    private static SizePx? Size(string path, XElement root)
    {
        if (root.Element("size") is not { } size)
            return null;
        bool read = int.TryParse(size.Element("width")?.Value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int width)
            & int.TryParse(size.Element("height")?.Value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int height);
        if (!read)
            throw new DataSetException($"{path}:{LineOf(size)}: <size> without whole numbers; allowed: <width> and <height> in pixels");
        return width > 0 && height > 0 ? new SizePx(width, height) : null;
    }

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
