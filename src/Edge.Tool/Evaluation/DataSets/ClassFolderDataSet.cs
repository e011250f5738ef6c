using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Pictures of one thing each, in a folder for each class: <c>DIR/CLASS/NAME.jpg</c>. The label of a picture is a box that covers it.</summary>
public sealed class ClassFolderDataSet : DataSet
{
    private readonly Dictionary<string, int> _classOf;

    private ClassFolderDataSet(IReadOnlyList<DataSetClass> classes, IReadOnlyList<LabelledImage> images)
        : base(classes, images) =>
        _classOf = classes.Select((item, index) => (item.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override DataSetFormat Format => DataSetFormat.Folders;

    /// <summary>Opens the folder <paramref name="root"/>; reads names only.</summary>
    /// <exception cref="DataSetException">It holds fewer than two folders of images.</exception>
    public static ClassFolderDataSet Open(string root)
    {
        string[] folders = Folders(root);
        if (folders.Length < 2)
            throw new DataSetException($"{root}: {folders.Length} folders of images; allowed: two or more, one for each class, named as it");
        return new ClassFolderDataSet(
            [.. folders.Select((folder, index) => new DataSetClass(index, Path.GetFileName(folder)))],
            ImageFolder.Number(folders.SelectMany(folder => ImageFolder.Files(folder).Select(file => (ImageFolder.NameIn(root, file), file, folder)))));
    }

    /// <summary>The folders that hold images, by name.</summary>
    internal static string[] Folders(string root) =>
        [.. Directory.EnumerateDirectories(root).Where(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(ImageFolder.IsImage)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size)
    {
        ArgumentNullException.ThrowIfNull(image);
        return [new LabelledBox(_classOf[image.Name[..image.Name.IndexOf('/')]], new BoxPx(0, 0, size.Width, size.Height))];
    }
}
