using System.Globalization;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>The image files of a folder.</summary>
internal static class ImageFolder
{
    /// <summary>How the names of images end.</summary>
    public static string[] Endings { get; } = [".jpg", ".jpeg", ".png"];

    /// <summary>What is read as an image, for errors.</summary>
    public static string Allowed { get; } = string.Join(", ", Endings);

    /// <summary>Whether the name ends as an image's does.</summary>
    public static bool IsImage(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>The images in <paramref name="folder"/> and the folders in it, in the order of their names; never none.</summary>
    /// <exception cref="DataSetException">There are none.</exception>
    public static string[] Files(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsImage).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new DataSetException($"{folder}: no images; allowed: {Allowed}");
    }

    /// <summary>The path of <paramref name="file"/> in <paramref name="folder"/>, forward slashes, no ending.</summary>
    public static string NameIn(string folder, string file) =>
        Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Numbers the images: by their names where all of these are different numbers, otherwise from 1.</summary>
    public static LabelledImage[] Number(IEnumerable<(string Name, string ImagePath, string LabelPath)> files)
    {
        (string Name, string ImagePath, string LabelPath)[] ordered = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        long?[] numbers = [.. ordered.Select(file => long.TryParse(file.Name[(file.Name.LastIndexOf('/') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : (long?)null)];
        bool numbered = numbers.All(number => number is not null) && numbers.Distinct().Count() == numbers.Length;
        return [.. ordered.Select((file, index) => new LabelledImage(numbered ? numbers[index]!.Value : index + 1, file.Name, file.ImagePath, file.LabelPath))];
    }

    /// <summary>Refuses a set in which no image has a label file: that is a wrong folder, not a set without objects.</summary>
    /// <exception cref="DataSetException">Names where the files were looked for.</exception>
    public static LabelledImage[] WithSomeLabels(LabelledImage[] images)
    {
        return images.Any(image => File.Exists(image.LabelPath))
            ? images
            : throw new DataSetException($"{images[0].LabelPath}: no such file, and none for any other of {images.Length} images; at least one image must have labels");
    }
}
