using Edge.Domain.Frames;
using Edge.Vision.Images;

namespace Edge.Tool.Tests.Evaluation.DataSets;

/// <summary>A data set made for a test; deleted when disposed.</summary>
internal sealed class DataSetFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("edge-data-").FullName;

    public string Write(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>A real JPEG of one colour.</summary>
    public string WriteImage(string path, int width = 64, int height = 48, byte red = 128, byte green = 128, byte blue = 128)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var pool = new FramePool();
        using Frame frame = pool.Rent(width, height);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < width; x++)
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (blue, green, red);
        }

        File.WriteAllBytes(full, ImageCodec.EncodeJpeg(frame.View, 95));
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
