using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Zones;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Evidence;

public sealed class EvidenceRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-evidence-").FullName;
    private readonly FramePool _pool = new();

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Capture_StoresTheFullPictureAndGivesAThumbnail()
    {
        Guid id = Guid.CreateVersion7();
        using Frame frame = Grey(640, 360);
        EvidenceResult result = Record(new EvidenceSettings(), frame, What(), id);

        Assert.Null(result.Failure);
        Assert.Equal((id, $"2026/06/01/{id}.jpg"), (result.AlertId, result.RelativePath));
        using Frame full = ImageCodec.Load(Path.Combine(_folder, result.RelativePath!), _pool);
        using Frame thumbnail = ImageCodec.Decode(result.Thumbnail, _pool, "thumbnail");
        Assert.Equal((new SizePx(640, 360), new SizePx(320, 180)), (full.Size, thumbnail.Size));
        Assert.Equal(new FileInfo(Path.Combine(_folder, result.RelativePath!)).Length, result.SizeBytes);
        // The box's left edge is coloured in both, and the captured frame is untouched.
        Assert.NotEqual(full.View.Row(200)[(100 * 3)..(101 * 3)].ToArray(), Enumerable.Repeat((byte)90, 3));
        Assert.True(Redness(full, 100, 200) > 60);
        Assert.True(Redness(thumbnail, 50, 100) > 60);
        Assert.Equal(0, Redness(frame, 100, 200));
    }

    [Fact]
    public void Capture_ThumbnailOff_GivesNone()
    {
        using Frame frame = Grey(64, 48);
        Assert.Null(Record(new EvidenceSettings { ThumbnailWidth = 0 }, frame, What(), Guid.CreateVersion7()).Thumbnail);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 9)]
    [InlineData(64, 48)]
    [InlineData(3840, 2160)]
    [InlineData(9, 2000)]
    public void Capture_AnySize_Works(int width, int height)
    {
        using Frame frame = Grey(width, height);
        Assert.Null(Record(new EvidenceSettings(), frame, What(), Guid.CreateVersion7()).Failure);
    }

    [Fact]
    public void Capture_DiskGone_StillGivesTheThumbnailAndSaysWhy()
    {
        string file = Path.Combine(_folder, "in-the-way");
        File.WriteAllText(file, "");
        using Frame frame = Grey(640, 360);
        EvidenceResult result = Record(new EvidenceSettings(), frame, What(), Guid.CreateVersion7(), file);

        Assert.NotNull(result.Failure);
        Assert.Null(result.RelativePath);
        Assert.NotNull(result.Thumbnail);
    }

    [Fact]
    public void Capture_FasterThanItCanBeStored_LosesTheRestAndSaysSo()
    {
        using var blocked = new ManualResetEventSlim();
        using Frame frame = Grey(64, 48);
        List<EvidenceResult> results = [];
        var store = new EvidenceStore(_folder, 1 << 20, NullLogger.Instance);
        using (var recorder = new EvidenceRecorder(new EvidenceSettings(), store, NullLogger.Instance))
        {
            for (int i = 0; i < 20; i++)
            {
                recorder.Capture(frame.View, What(), Guid.CreateVersion7(), result =>
                {
                    if (result.Failure is null)
                        blocked.Wait();
                    lock (results)
                        results.Add(result);
                });
            }

            blocked.Set();
        }

        // One in the hands of the thread and eight in the queue, or eight when the thread was slow to begin.
        Assert.Equal(20, results.Count);
        Assert.InRange(results.Count(r => r.Failure is null), 8, 9);
        Assert.Equal((results.Count(r => r.Failure is null), results.Count(r => r.Failure is not null)), ((int)store.Written, (int)store.Lost));
        Assert.Contains(results, r => r.Failure == "8 snapshots wait already");
    }

    private static SnapshotAnnotations What() => new()
    {
        CameraId = "gate",
        Title = "enters Größe 桌",
        At = new DateTimeOffset(2026, 6, 1, 12, 30, 45, TimeSpan.Zero),
        Boxes = [new(new BoxPx(100, 60, 120, 260), "person", 0.87f, true), new(new BoxPx(-50, -50, 10_000, 80), "car", 1.2f, false)],
        Zones = [new Zone("table", new Polygon([new(0.2f, 0.2f), new(0.8f, 0.2f), new(1.5f, 0.8f)]))],
        Lines = [new TripLine("door", new PointNorm(0.1f, 0.9f), new PointNorm(0.9f, 0.7f))],
    };

    private EvidenceResult Record(EvidenceSettings settings, Frame frame, SnapshotAnnotations what, Guid id, string? folder = null)
    {
        EvidenceResult? result = null;
        using (var recorder = new EvidenceRecorder(settings, new EvidenceStore(folder ?? _folder, 1 << 24, NullLogger.Instance), NullLogger.Instance))
            recorder.Capture(frame.View, what, id, r => result = r);
        return Assert.IsType<EvidenceResult>(result);
    }

    private Frame Grey(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        for (int y = 0; y < height; y++)
            frame.View.Row(y).Fill(90);
        return frame;
    }

    private static int Redness(Frame frame, int x, int y)
    {
        Span<byte> pixel = frame.View.Row(y).Slice(x * 3, 3);
        return pixel[2] - pixel[0];
    }
}
