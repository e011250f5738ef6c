using Edge.Domain.Frames;
using Edge.Vision.Images;

namespace Edge.Tool.Tests.Stations;

/// <summary>A temporary folder with drawn parts: a plate with two tracks and a pad, a little elsewhere each time, and some with a flaw.</summary>
internal sealed class PictureWorkshop : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-teach-").FullName;
    private readonly FramePool _pool = new();

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Draws parts into a folder.</summary>
    public string Draw(string folder, int count, int seed, bool isFlawed = false, int side = 96)
    {
        Directory.CreateDirectory(File(folder));
        for (int i = 0; i < count; i++)
        {
            using Frame frame = _pool.Rent(side, side);
            Plate(frame.View, new Random(seed + i), isFlawed);
            System.IO.File.WriteAllBytes(Path.Combine(File(folder), $"part{i:000}.jpg"), ImageCodec.EncodeJpeg(frame.View, 95));
        }

        return File(folder);
    }

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Plate(FrameView frame, Random random, bool isFlawed)
    {
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.Row(y);
            for (int i = 0; i < row.Length; i += 3)
                row.Slice(i, 3).Fill((byte)(40 + random.Next(6)));
        }

        int x = random.Next(4), y0 = random.Next(4);
        Fill(frame, 16 + x, 0, 10, frame.Height, 200);
        Fill(frame, 40 + x, 0, 10, frame.Height, 200);
        Fill(frame, 60 + x, 30 + y0, 20, 20, 220);
        if (isFlawed)
        {
            // A bridge between the tracks, or a hole in one.
            if (random.Next(2) == 0)
                Fill(frame, 26 + x, random.Next(10, 80), 14, 5, 200);
            else
                Fill(frame, 17 + x, random.Next(10, 80), 8, 8, 40);
        }
    }

    private static void Fill(FrameView frame, int x, int y, int width, int height, byte grey)
    {
        for (int row = y; row < Math.Min(y + height, frame.Height); row++)
            frame.Row(row).Slice(x * 3, width * 3).Fill(grey);
    }
}
