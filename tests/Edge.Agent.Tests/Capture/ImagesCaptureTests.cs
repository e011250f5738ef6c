using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Images;

namespace Edge.Agent.Tests.Capture;

public sealed class ImagesCaptureTests : IDisposable
{
    private readonly TestVideo _files = new();
    private readonly FramePool _pool = new();

    public void Dispose()
    {
        _pool.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Images_Folder_InOrderOfNamesWithTheirSizes()
    {
        Picture("b.jpg", 32, 24);
        Picture("a.jpeg", 64, 48);
        Picture("c.JPG", 16, 16);
        File.WriteAllText(_files.In("notes.txt"), "not a picture");
        using var rig = new CaptureRig($"images:{_files.Folder}", CaptureRig.Fast with { MaximumFps = 4 });
        rig.Capture.Start();

        Assert.Equal(
            [(0L, new SizePx(64, 48), 0.0), (1L, new SizePx(32, 24), 250.0), (2L, new SizePx(16, 16), 500.0)],
            rig.All(frame => (frame.Sequence, frame.Size, frame.CapturedAt.Monotonic.TotalMilliseconds)));
    }

    [Fact]
    public void Images_Glob_OnlyWhatMatches()
    {
        Picture("gate-1.jpg", 32, 24);
        Picture("gate-2.jpg", 33, 24);
        Picture("yard-1.jpg", 34, 24);
        using var rig = new CaptureRig($"images:{_files.Folder}/gate-*.jpg");
        rig.Capture.Start();
        Assert.Equal([32, 33], rig.All(frame => frame.Width));
    }

    [Fact]
    public void Images_OneTruncated_LeftOutWithItsNumber()
    {
        Picture("a.jpg", 32, 24);
        Picture("b.jpg", 32, 24);
        Picture("c.jpg", 32, 24);
        File.WriteAllBytes(_files.In("b.jpg"), File.ReadAllBytes(_files.In("b.jpg"))[..200]);
        using var rig = new CaptureRig($"images:{_files.Folder}");
        rig.Capture.Start();
        Assert.Equal([0L, 2L], rig.All(frame => frame.Sequence));
    }

    [Fact]
    public void Images_EmptyFolder_Reported()
    {
        using var rig = new CaptureRig($"images:{_files.Folder}");
        rig.Capture.Start();
        Assert.Equal($"images:{_files.Folder} cannot be opened: no .jpg, .jpeg, .png file there", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason);
    }

    [Fact]
    public void Images_AbsentFolder_Reported()
    {
        using var rig = new CaptureRig($"images:{_files.In("absent")}");
        rig.Capture.Start();
        Assert.Contains("there is no such folder or file", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason, StringComparison.Ordinal);
    }

    private void Picture(string name, int width, int height)
    {
        using Frame frame = _pool.Rent(width, height);
        for (int y = 0; y < height; y++)
            frame.View.Row(y).Fill(120);
        File.WriteAllBytes(_files.In(name), ImageCodec.EncodeJpeg(frame.View, 90));
    }
}
