using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Inference;

/// <summary>Real models on real pictures.</summary>
public sealed class SharedModelTests : IDisposable
{
    private readonly FramePool _pool = new();

    public void Dispose() => _pool.Dispose();

    [SharedTheory]
    [InlineData("yolox_nano_416.onnx", "000000000025")]
    [InlineData("nanodet_m_416.onnx", "000000000025")]
    public void Detect_KnownPicture_FindsItsLargeObjectsWhereTheyAre(string model, string picture)
    {
        using VisionModel opened = VisionModel.Open(SharedData.Path("models/" + model), new ModelOptions { ScoreThreshold = 0.4f }, NullLogger.Instance);
        using Detector detector = opened.CreateDetector();
        using Frame frame = ImageCodec.Load(SharedData.Path($"data/coco128/images/{picture}.jpg"), _pool);
        List<Detection> found = [];
        DetectorTimings timings = default;

        detector.Detect(frame.View, found, ref timings);

        List<(int ClassId, BoxPx Box)> truth = Truth(picture, frame.Size).FindAll(item => item.Box.Area > 0.05f * frame.Width * frame.Height);
        Assert.NotEmpty(truth);
        foreach ((int classId, BoxPx box) in truth)
            Assert.Contains(found, detection => detection.ClassId == classId && detection.Box.Iou(box) > 0.5f);
    }

    private static List<(int ClassId, BoxPx Box)> Truth(string picture, SizePx size) =>
    [
        .. File.ReadLines(SharedData.Path($"data/coco128/labels/{picture}.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(fields => (int.Parse(fields[0]), Box(fields, size))),
    ];

    private static BoxPx Box(string[] fields, SizePx size)
    {
        float[] values = [.. fields.Skip(1).Select(float.Parse)];
        return new BoxNorm(values[0] - (values[2] / 2), values[1] - (values[3] / 2), values[2], values[3]).ToPx(size);
    }
}
