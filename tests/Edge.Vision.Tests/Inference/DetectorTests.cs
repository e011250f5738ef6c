using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing;
using Edge.Testing.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Inference;

public sealed class DetectorTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FramePool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Detect_KnownOutput_BoxesComeBackInPixelsOfTheFrame()
    {
        using VisionModel model = Open(TestModels.Yolox(80, new() { [5] = Row(0, 0, 0, 0, 0.9f, 2, 0.8f) }));
        using Detector detector = model.CreateDetector();
        using Frame frame = Grey(128, 64);
        List<Detection> found = [new(7, 1, default)];
        DetectorTimings timings = default;

        detector.Detect(frame.View, found, ref timings);

        // Cell 5 is column 1, row 1 of stride 8: centre 8, 8, sides 8, in an input four times smaller than the frame.
        Detection detection = Assert.Single(found);
        Assert.Equal(new BoxPx(16, 16, 32, 32), detection.Box);
        Assert.Equal((2, 0.72f), (detection.ClassId, MathF.Round(detection.Score, 4)));
        Assert.True(timings.Started <= timings.Preprocessed && timings.Preprocessed <= timings.Inferred && timings.Inferred <= timings.Decoded && timings.Started > 0);
    }

    [Fact]
    public void Detect_OverlappingBoxesAndPadding_OnlyTheStrongestInsideTheFrameStay()
    {
        using VisionModel model = Open(TestModels.Yolox(80, new()
        {
            [5] = Row(0, 0, 0, 0, 0.9f, 2, 0.8f),
            [6] = Row(-0.9f, 0, 0, 0, 0.8f, 2, 0.8f),
            // In the padding below a wide frame.
            [13] = Row(0, 0, 0, 0, 0.9f, 2, 0.9f),
        }));
        using Detector detector = model.CreateDetector();
        using Frame frame = Grey(128, 64);
        List<Detection> found = [];
        DetectorTimings timings = default;

        detector.Detect(frame.View, found, ref timings);

        Assert.Equal(new BoxPx(16, 16, 32, 32), Assert.Single(found).Box);
    }

    [Fact]
    public void Detect_SsdWithOpenRows_GivesAsManyAsThePictureHas()
    {
        using VisionModel model = OpenLabelled(TestModels.SsdWithOpenRows(), "background", "cat", "dog");
        using Detector detector = model.CreateDetector();
        using Frame frame = Grey(64, 32);
        List<Detection> found = [];
        DetectorTimings timings = default;
        foreach (int rows in new[] { 2, 0, 2 })
        {
            Fill(frame, rows == 0 ? (byte)0 : (byte)255);
            detector.Detect(frame.View, found, ref timings);
            Detection[] expected = [new(1, 0.9f, new BoxPx(0, 0, 32, 16)), new(2, 0.8f, new BoxPx(32, 16, 32, 16))];
            Assert.Equal(expected[..rows], found);
        }
    }

    [SharedTheory]
    [InlineData("yolox_nano_416.onnx")]
    [InlineData("nanodet_m_416.onnx")]
    public void Detect_SteadyState_AllocatesNothing(string file)
    {
        using VisionModel model = VisionModel.Open(SharedData.Path("models/" + file), new ModelOptions { Providers = ["cpu"], ScoreThreshold = 0.01f }, NullLogger.Instance);
        using Detector detector = model.CreateDetector();
        using Frame frame = Noise(640, 480);
        List<Detection> found = [];
        DetectorTimings timings = default;
        for (int i = 0; i < 5; i++)
            detector.Detect(frame.View, found, ref timings);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
            detector.Detect(frame.View, found, ref timings);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEmpty(found);
    }

    [SharedFact]
    public async Task Detect_TwoDetectorsInParallel_EachGivesWhatItGivesAlone()
    {
        using VisionModel model = VisionModel.Open(SharedData.Path("models/yolox_nano_416.onnx"), new ModelOptions { Providers = ["cpu"], ScoreThreshold = 0.02f }, NullLogger.Instance);
        using Frame first = Noise(640, 480);
        using Frame second = Noise(320, 480);
        List<Detection> firstAlone = DetectAlone(model, first);
        List<Detection> secondAlone = DetectAlone(model, second);
        Assert.NotEqual(firstAlone, secondAlone);

        await Task.WhenAll(
            Task.Run(() => Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(firstAlone, DetectAlone(model, first)))),
            Task.Run(() => Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(secondAlone, DetectAlone(model, second)))));
    }

    [Fact]
    public async Task Cancel_EndlessRun_EndsItAndEveryLaterOne()
    {
        using VisionModel model = OpenEndless();
        using Detector detector = model.CreateDetector();
        using Frame frame = Grey(32, 32);
        Task running = Task.Run(() => Detect(detector, frame));
        Assert.False(running.IsCompleted);

        detector.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Deadline));
        Assert.Throws<OperationCanceledException>(() => Detect(detector, frame));
        using Detector next = model.CreateDetector();
        using Frame black = _pool.Rent(32, 32);
        Fill(black, 0);
        Detect(next, black);
    }

    [Fact]
    public async Task Dispose_WhileRunning_EndsTheRun()
    {
        using VisionModel model = OpenEndless();
        Detector detector = model.CreateDetector();
        using Frame frame = Grey(32, 32);
        using ManualResetEventSlim started = new();
        Task running = Task.Run(() =>
        {
            started.Set();
            Detect(detector, frame);
        });
        started.Wait(Deadline);

        detector.Dispose();

        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => running.WaitAsync(Deadline));
        // Whichever of the two came first.
        Assert.True(e is OperationCanceledException or ObjectDisposedException, e.ToString());
        Assert.Throws<ObjectDisposedException>(() => Detect(detector, frame));
    }

    [Fact]
    public void CreateClassifier_OfDetector_Refused()
    {
        using VisionModel model = Open(TestModels.Yolox(80, []));
        Assert.Throws<InvalidOperationException>(() => model.CreateClassifier());
    }

    private static VisionModel Open(byte[] bytes, ModelOptions? options = null) =>
        VisionModel.Open(new ModelSource("test", "test.onnx", bytes), options ?? new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);

    private static VisionModel OpenEndless() => OpenLabelled(TestModels.Endless(), "thing");

    private static VisionModel OpenLabelled(byte[] bytes, params string[] names)
    {
        string labels = Path.GetTempFileName();
        File.WriteAllLines(labels, names);
        try
        {
            return Open(bytes, new ModelOptions { Providers = ["cpu"], LabelsFile = labels });
        }
        finally
        {
            File.Delete(labels);
        }
    }

    private static void Detect(Detector detector, Frame frame)
    {
        DetectorTimings timings = default;
        detector.Detect(frame.View, [], ref timings);
    }

    private static List<Detection> DetectAlone(VisionModel model, Frame frame)
    {
        using Detector detector = model.CreateDetector();
        List<Detection> found = [];
        DetectorTimings timings = default;
        detector.Detect(frame.View, found, ref timings);
        return found;
    }

    private static float[] Row(float x, float y, float width, float height, float objectness, int classId, float score)
    {
        float[] row = new float[85];
        (row[0], row[1], row[2], row[3], row[4], row[5 + classId]) = (x, y, width, height, objectness, score);
        return row;
    }

    private Frame Grey(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        Fill(frame, 128);
        return frame;
    }

    private static void Fill(Frame frame, byte value)
    {
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(value);
    }

    private Frame Noise(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        Random random = new(width);
        for (int y = 0; y < height; y++)
            random.NextBytes(frame.View.Row(y));
        return frame;
    }
}
