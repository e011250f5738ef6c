using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Calibration;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Images;

namespace Edge.Tool.Teaching;

/// <summary>
/// Pictures of parts in a folder, each of them read once before anything is made of them: one broken picture, or one of another camera, among
/// good ones would become part of what good means.
/// </summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Files">The pictures, in the order of their names.</param>
/// <param name="Size">Their one size, in pixels.</param>
/// <param name="IsGrey">Whether all of them are without colour.</param>
/// <param name="PassedOver">Names of other files there.</param>
internal sealed record PictureFolder(string Folder, IReadOnlyList<string> Files, SizePx Size, bool IsGrey, IReadOnlyList<string> PassedOver)
{
    private const int MostNamed = 10;

    /// <summary>Reads the pictures in <paramref name="folder"/>, not those in folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="least">Fewest pictures.</param>
    /// <param name="size">The size that all must have; null is that of most of them.</param>
    /// <param name="report">Told after each.</param>
    /// <exception cref="TeachException">There is no such folder, it has too few pictures, or some are broken or of another size: all of them are named.</exception>
    public static PictureFolder Open(string folder, int least, SizePx? size, StepReport report)
    {
        if (!Directory.Exists(folder))
            throw new TeachException($"'{folder}' {(File.Exists(folder) ? "is a file" : "does not exist")}; allowed: a folder of pictures ({ImageFolder.Allowed})");
        string[] all = [.. Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal)];
        string[] files = [.. all.Where(ImageFolder.IsImage)];
        string[] others = [.. all.Where(file => !ImageFolder.IsImage(file)).Select(file => Path.GetFileName(file))];
        if (files.Length < least)
        {
            string rest = others.Length > 0 ? $" and {others.Length} other files ({Named(others)})" : "";
            throw new TeachException($"'{folder}' has {files.Length} pictures{rest}; allowed: {least} or more, {ImageFolder.Allowed}");
        }

        List<string> faults = [];
        Dictionary<string, SizePx> sizes = new(StringComparer.Ordinal);
        bool isGrey = true;
        using (FramePool pool = new())
        {
            for (int i = 0; i < files.Length; i++)
            {
                try
                {
                    using Frame frame = ImageCodec.Load(files[i], pool);
                    sizes[files[i]] = frame.Size;
                    isGrey = isGrey && IsWithoutColour(frame.View);
                }
                catch (ImageFormatException e)
                {
                    faults.Add(e.Message);
                }

                report("Reading pictures", i + 1, files.Length);
            }
        }

        SizePx wanted = size ?? (sizes.Count == 0 ? default : sizes.Values.GroupBy(each => each).OrderByDescending(group => group.Count()).First().Key);
        faults.AddRange(sizes.Where(pair => pair.Value != wanted).Select(pair => $"{pair.Key}: {pair.Value} pixels"));
        if (faults.Count > 0)
            throw new TeachException($"{faults.Count} of {files.Length} pictures in '{folder}' can't be used; allowed: sound pictures, all of one size{(wanted.Width > 0 ? $" ({wanted})" : "")}: {Named(faults)}");
        return new PictureFolder(folder, files, wanted, isGrey, others);
    }

    private static string Named(IReadOnlyList<string> names) =>
        string.Join("; ", names.Take(MostNamed)) + (names.Count > MostNamed ? $"; and {names.Count - MostNamed} more" : "");

    private static bool IsWithoutColour(in FrameView frame)
    {
        for (int y = 0; y < frame.Height; y++)
        {
            ReadOnlySpan<byte> row = frame.Row(y);
            for (int x = 0; x < row.Length; x += 3)
            {
                if (row[x] != row[x + 1] || row[x] != row[x + 2])
                    return false;
            }
        }

        return true;
    }
}
