namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Opens data sets by what lies in the folder.</summary>
public static class DataSetFormats
{
    private static readonly (DataSetFormat Format, string Name)[] Names =
        [(DataSetFormat.Yolo, "yolo"), (DataSetFormat.Coco, "coco"), (DataSetFormat.Voc, "voc"), (DataSetFormat.DeepPcb, "deeppcb"), (DataSetFormat.Folders, "folders")];

    /// <summary>The names, for help and errors.</summary>
    public static string Allowed { get; } = string.Join(", ", Names.Select(pair => pair.Name));

    /// <summary>What people call the format.</summary>
    public static string NameOf(DataSetFormat format) => Names.First(pair => pair.Format == format).Name;

    /// <summary>The format of that name; null for none.</summary>
    /// <exception cref="DataSetException">There is no such format.</exception>
    public static DataSetFormat? Parse(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        return Names.Any(pair => pair.Name == name) ? Names.First(pair => pair.Name == name).Format : throw new DataSetException($"format '{name}'; allowed: {Allowed}");
    }

    /// <summary>Opens a data set.</summary>
    /// <param name="path">A folder, or a JSON file in COCO's format.</param>
    /// <param name="format">Its format; null looks.</param>
    /// <exception cref="DataSetException">It is no data set, or a bad one.</exception>
    public static DataSet Open(string path, DataSetFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path) && !File.Exists(path))
            throw new DataSetException($"{path}: no such folder or file; allowed: a folder of labelled images, or a .json file in COCO's format");
        return (format ?? Recognise(path)) switch
        {
            DataSetFormat.Yolo => YoloDataSet.Open(path),
            DataSetFormat.Coco => CocoDataSet.Open(path),
            DataSetFormat.Voc => VocDataSet.Open(path),
            DataSetFormat.Folders => ClassFolderDataSet.Open(path),
            _ => DeepPcbDataSet.Open(path),
        };
    }

    private static DataSetFormat Recognise(string path)
    {
        if (File.Exists(path))
            return DataSetFormat.Coco;
        if (Directory.Exists(Path.Combine(path, "Annotations")))
            return DataSetFormat.Voc;
        bool paired = Directory.Exists(Path.Combine(path, "images")) && Directory.Exists(Path.Combine(path, "labels"));
        if (paired && File.Exists(Path.Combine(path, YoloDataSet.ClassesFile)))
            return DataSetFormat.Yolo;
        if (DeepPcbDataSet.HasGroups(path) || (paired && HasTypedBoxes(Path.Combine(path, "labels"))))
            return DataSetFormat.DeepPcb;
        if (CocoDataSet.Candidates(path).Length > 0)
            return DataSetFormat.Coco;
        if (!Directory.Exists(Path.Combine(path, "images")) && ClassFolderDataSet.Folders(path).Length > 1)
            return DataSetFormat.Folders;
        throw new DataSetException(
            $"{path}: no format of labels is recognised; allowed: yolo (folders images and labels, file {YoloDataSet.ClassesFile}), coco (a file annotations/instances_….json),"
            + " voc (folders Annotations and JPEGImages), deeppcb (folders images and labels with 'x1 y1 x2 y2 type' a line, or folders group…),"
            + " folders (a folder of images for each class, for classifiers)");
    }

    /// <summary>Whether the first line of labels reads as DeepPCB's: YOLO's fractions of the image are hardly ever all whole numbers.</summary>
    private static bool HasTypedBoxes(string labels)
    {
        foreach (string file in Directory.EnumerateFiles(labels, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach ((_, _, string[] fields) in LabelLines.Of(file, ','))
                return fields.Length == 5 && fields.All(field => field.All(char.IsAsciiDigit)) && fields[4] is ['1' or '2' or '3' or '4' or '5' or '6'];
        }

        return false;
    }
}
