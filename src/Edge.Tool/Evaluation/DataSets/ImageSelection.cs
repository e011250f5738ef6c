namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Which images of a data set are used: those of a list, then a stretch of them in the order of names.</summary>
/// <param name="ListPath">File of names, one a line; null is all. The lists of DeepPCB, "image-path label-path" a line, are such a file, too.</param>
/// <param name="Skip">Images left out at the beginning, 0 or more.</param>
/// <param name="Take">Most images, 1 or more; null is all.</param>
public sealed record ImageSelection(string? ListPath = null, int Skip = 0, int? Take = null)
{
    /// <summary>The images, each once, in the order of their names; never none.</summary>
    /// <exception cref="DataSetException">The list names an image that is not there, or one twice; or nothing is left.</exception>
    public IReadOnlyList<LabelledImage> Of(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Stretch(ListPath is null ? data.Images : Listed(data));
    }

    /// <summary>The stretch of images that were chosen already; never none.</summary>
    /// <exception cref="DataSetException">Nothing is left.</exception>
    public IReadOnlyList<LabelledImage> Stretch(IReadOnlyList<LabelledImage> listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        if (Skip < 0)
            throw new DataSetException($"--skip {Skip}; allowed: 0 or more");
        if (Take < 1)
            throw new DataSetException($"--take {Take}; allowed: 1 or more");
        LabelledImage[] chosen = [.. listed.Skip(Skip).Take(Take ?? int.MaxValue)];
        return chosen.Length > 0 ? chosen : throw new DataSetException($"--skip {Skip}: nothing is left of {listed.Count} images; allowed: at most {listed.Count - 1}");
    }

    private List<LabelledImage> Listed(DataSet data)
    {
        var byName = new Dictionary<string, LabelledImage>(StringComparer.Ordinal);
        foreach (LabelledImage image in data.Images)
        {
            byName.TryAdd(image.Name, image);
            byName.TryAdd(image.Name[(image.Name.LastIndexOf('/') + 1)..], image);
        }

        if (!File.Exists(ListPath))
            throw new DataSetException($"{ListPath}: no such file; allowed: a file with the name of an image a line");
        var lines = new Dictionary<LabelledImage, int>();
        foreach ((int number, string line, string[] fields) in LabelLines.Of(ListPath))
        {
            // Of "image-path label-path" the first counts. A name may have blanks in it.
            LabelledImage image = Find(byName, line.Trim()) ?? Find(byName, fields[0])
                ?? throw new DataSetException($"{ListPath}:{number}: '{line.Trim()}' is no image of the data set; allowed: names such as {data.Images[0].Name}, with or without folder and ending");
            if (!lines.TryAdd(image, number))
                throw new DataSetException($"{ListPath}:{number}: {image.Name} is there again, after line {lines[image]}; each image counts once");
        }

        return lines.Count > 0
            ? [.. data.Images.Where(lines.ContainsKey)]
            : throw new DataSetException($"{ListPath}: empty; allowed: the name of an image a line");
    }

    private static LabelledImage? Find(Dictionary<string, LabelledImage> byName, string entry)
    {
        string path = entry.Replace('\\', '/');
        string bare = ImageFolder.IsImage(path) ? path[..path.LastIndexOf('.')] : path;
        string name = bare[(bare.LastIndexOf('/') + 1)..];
        // DeepPCB's lists leave out the _test of its files.
        return byName.GetValueOrDefault(bare) ?? byName.GetValueOrDefault(name)
            ?? (name.EndsWith("_test", StringComparison.Ordinal) ? byName.GetValueOrDefault(name[..^"_test".Length]) : null);
    }
}
