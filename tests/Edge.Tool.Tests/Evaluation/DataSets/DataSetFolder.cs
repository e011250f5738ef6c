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

    /// <summary>A real JPEG of one grey.</summary>
    public string WriteImage(string path, int width = 64, int height = 48, byte grey = 128)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var pool = new FramePool();
        using Frame frame = pool.Rent(width, height);
        for (int y = 0; y < height; y++)
            frame.View.Row(y).Fill(grey);
        File.WriteAllBytes(full, ImageCodec.EncodeJpeg(frame.View, 95));
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
