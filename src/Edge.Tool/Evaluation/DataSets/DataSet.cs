using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>
/// Labelled images. Opening reads names, and whatever of the labels lies in one file; the labels of an image are read when asked for.
/// Not thread safe.
/// </summary>
public abstract class DataSet
{
    private protected DataSet(IReadOnlyList<DataSetClass> classes, IReadOnlyList<LabelledImage> images)
    {
        Classes = classes;
        Images = images;
    }

    /// <summary>How its labels lie beside its images.</summary>
    public abstract DataSetFormat Format { get; }

    /// <summary>What it labels, by class id.</summary>
    public IReadOnlyList<DataSetClass> Classes { get; }

    /// <summary>The images, by name.</summary>
    public IReadOnlyList<LabelledImage> Images { get; }

    /// <summary>The labels of <paramref name="image"/>, in pixels of its size.</summary>
    /// <param name="image">One of <see cref="Images"/>.</param>
    /// <param name="size">The size of the picture in the file.</param>
    /// <exception cref="DataSetException">A label can't be read, names a class that is not there, or was made for a picture of another size.</exception>
    public abstract IReadOnlyList<LabelledBox> ReadLabels(LabelledImage image, SizePx size);

    /// <summary>Reads the labels of <paramref name="images"/> once, so that a bad line shows before the model has run for minutes.</summary>
    /// <exception cref="DataSetException">As <see cref="ReadLabels"/>.</exception>
    public void Check(IEnumerable<LabelledImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        foreach (LabelledImage image in images)
            ReadLabels(image, DeclaredSize(image) ?? new SizePx(1, 1));
    }

    /// <summary>The size of the picture that the labels were made for, where they say it.</summary>
    private protected virtual SizePx? DeclaredSize(LabelledImage image) => null;

    /// <summary>Refuses labels that were made for a picture of another size: every box would be in the wrong place.</summary>
    private protected void CheckSize(LabelledImage image, SizePx size)
    {
        if (DeclaredSize(image) is { } declared && declared != size)
            throw new DataSetException($"{image.LabelPath}: labels of {image.Name} are for {declared} pixels, but {image.ImagePath} has {size}; they must be the same");
    }
}
