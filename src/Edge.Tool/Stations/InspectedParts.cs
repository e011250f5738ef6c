using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Stations;

/// <summary>Finds the template of each picture of a data set.</summary>
internal static class InspectedParts
{
    private const int GroupDigits = 5;
    private const string TestedEnding = "_test", TemplateEnding = "_temp";

    /// <summary>The pictures with their templates, in order.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="images">Its pictures.</param>
    /// <param name="templates">Folder of templates by the pictures' names; null is <c>templates</c> in the root, or DeepPCB's own files beside the pictures.</param>
    /// <exception cref="DataSetException">A picture has no template.</exception>
    public static IReadOnlyList<InspectedPart> Of(string root, IReadOnlyList<LabelledImage> images, string? templates)
    {
        string folder = templates ?? Path.Combine(root, "templates");
        if (templates is not null && !Directory.Exists(templates))
            throw new DataSetException($"--templates {templates}: no such folder; allowed: a folder with a picture of a good part for each picture of a part, by the same name");
        return [.. images.Select(image => new InspectedPart(image, TemplateOf(image, folder), GroupOf(image.Name)))];
    }

    /// <summary>The pictures of some groups, in order.</summary>
    /// <param name="images">Pictures.</param>
    /// <param name="groups">Groups; none is all.</param>
    /// <exception cref="DataSetException">There is no such group.</exception>
    public static IReadOnlyList<LabelledImage> InGroups(IReadOnlyList<LabelledImage> images, IReadOnlyList<string> groups)
    {
        if (groups.Count == 0)
            return images;
        foreach (string group in groups)
        {
            if (!images.Any(image => GroupOf(image.Name) == group))
                throw new DataSetException($"--group {group}: no picture is of it; allowed: {string.Join(", ", images.Select(image => GroupOf(image.Name)).Distinct().Order(StringComparer.Ordinal).Take(20))}");
        }

        return [.. images.Where(image => groups.Contains(GroupOf(image.Name)))];
    }

    /// <summary>The first five digits of a longer number, as DeepPCB names its files; else the folder; else nothing.</summary>
    internal static string GroupOf(string name)
    {
        int slash = name.LastIndexOf('/');
        string bare = name[(slash + 1)..];
        if (bare.Length > GroupDigits && bare.All(char.IsAsciiDigit))
            return bare[..GroupDigits];
        return slash > 0 ? name[..slash] : "";
    }

    private static string TemplateOf(LabelledImage image, string folder)
    {
        string beside = Path.ChangeExtension(image.ImagePath, null);
        if (beside.EndsWith(TestedEnding, StringComparison.Ordinal))
        {
            string published = beside[..^TestedEnding.Length] + TemplateEnding + Path.GetExtension(image.ImagePath);
            if (File.Exists(published))
                return published;
        }

        foreach (string ending in ImageFolder.Endings)
        {
            string path = Path.Combine(folder, image.Name + ending);
            if (File.Exists(path))
                return path;
        }

        throw new DataSetException($"{image.ImagePath}: no template {Path.Combine(folder, image.Name)} ({ImageFolder.Allowed}); each picture of a part needs one of a good part");
    }
}
