using Edge.Tool.Calibration;

namespace Edge.Tool.Teaching;

/// <summary>Pictures of parts of which somebody knows whether they are good.</summary>
/// <param name="Good">Pictures of good parts.</param>
/// <param name="Bad">Pictures of bad parts.</param>
internal sealed record TrialPictures(PictureFolder Good, PictureFolder Bad)
{
    /// <summary>Reads the subfolders <c>good</c> and <c>bad</c> of a folder.</summary>
    /// <exception cref="TeachException">One is missing or empty, or a picture is broken or of another size than the rest.</exception>
    public static TrialPictures Open(string folder, StepReport report)
    {
        if (!Directory.Exists(Path.Combine(folder, "good")) || !Directory.Exists(Path.Combine(folder, "bad")))
            throw new TeachException($"--test: '{folder}' needs the subfolders good and bad");
        PictureFolder good = PictureFolder.Open(Path.Combine(folder, "good"), least: 1, size: null, report);
        return new TrialPictures(good, PictureFolder.Open(Path.Combine(folder, "bad"), least: 1, good.Size, report));
    }
}
