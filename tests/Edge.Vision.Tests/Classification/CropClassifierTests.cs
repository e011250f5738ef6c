using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;
using Edge.Testing.Onnx;
using Edge.Vision.Classification;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Classification;

public sealed class CropClassifierTests : IDisposable
{
    private static readonly BoxPx[] Boxes = [new(10, 10, 20, 20), new(50, 10, 20, 20), new(90, 10, 20, 20)];
    private readonly FramePool _pool = new();
    private readonly string _labels = Path.GetTempFileName();

    public CropClassifierTests() => File.WriteAllLines(_labels, ["red", "green", "blue"]);

    public void Dispose()
    {
        _pool.Dispose();
        File.Delete(_labels);
    }

    [Theory]
    [InlineData("batch", 8)]
    [InlineData("batch", 2)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    public void Classify_CropsOfThreeColours_SaysTheColours(object batch, int maximum)
    {
        using VisionModel model = Open(batch);
        using CropClassifier classifier = model.CreateClassifier(maximum);
        using Frame frame = ThreeColours();
        CropClass[] results = new CropClass[3];

        classifier.Classify(frame.View, Boxes, results);

        Assert.Equal(["blue", "green", "red"], results.Select(result => model.Definition.Labels[result.ClassId]));
        Assert.All(results, result => Assert.InRange(result.Score, 0.5f, 1));
        Assert.All(results, result => Assert.InRange(result.Margin, 0.2f, result.Score));
    }

    [Fact]
    public void Classify_SteadyState_AllocatesNothing()
    {
        using VisionModel model = Open("batch");
        using CropClassifier classifier = model.CreateClassifier(2);
        using Frame frame = ThreeColours();
        CropClass[] results = new CropClass[3];
        classifier.Classify(frame.View, Boxes, results);
        long before = GC.GetAllocatedBytesForCurrentThread();

        classifier.Classify(frame.View, Boxes, results);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Classify_WithProbabilities_GivesEveryClassOfEveryBox()
    {
        using VisionModel model = Open("batch");
        using CropClassifier classifier = model.CreateClassifier(2);
        using Frame frame = ThreeColours();
        CropClass[] results = new CropClass[3];
        float[] all = new float[9];

        classifier.Classify(frame.View, Boxes, results, all);

        for (int i = 0; i < 3; i++)
        {
            ArraySegment<float> row = new(all, i * 3, 3);
            Assert.Equal(1, row.Sum(), 4);
            Assert.Equal(results[i].Score, row[results[i].ClassId], 4);
            Assert.Equal(row.Max(), row[results[i].ClassId]);
        }

        Assert.Throws<ArgumentException>(() => classifier.Classify(frame.View, Boxes, results, new float[8]));
    }

    [Fact]
    public void Update_TracksNewThenOld_LooksOnlyAtTheNewAndRemembers()
    {
        using VisionModel model = Open("batch");
        using TrackClassifier classifier = new(model.CreateClassifier());
        using Frame frame = ThreeColours();
        Track[] tracks = [Confirmed(1, Boxes[0]), Confirmed(2, Boxes[1])];

        classifier.Update(frame.View, tracks, TimeSpan.FromSeconds(1));
        Assert.Equal(["blue", "green"], tracks.Select(track => classifier.Labels[track.KindId]));
        Assert.Equal(2, classifier.Crops);

        Track[] next = [Confirmed(1, Boxes[0]), Confirmed(2, Boxes[1]), Confirmed(3, Boxes[2])];
        classifier.Update(frame.View, next, TimeSpan.FromSeconds(2));
        Assert.Equal(["blue", "green", "red"], next.Select(track => classifier.Labels[track.KindId]));
        Assert.Equal(3, classifier.Crops);

        long before = GC.GetAllocatedBytesForCurrentThread();
        classifier.Update(frame.View, next, TimeSpan.FromSeconds(3));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Update_TrackGoneAndIdAgain_LooksAgain()
    {
        using VisionModel model = Open("batch");
        using TrackClassifier classifier = new(model.CreateClassifier());
        using Frame frame = ThreeColours();
        Track[] tracks = [Confirmed(1, Boxes[0])];
        classifier.Update(frame.View, tracks, TimeSpan.FromSeconds(1));
        classifier.Update(frame.View, [], TimeSpan.FromSeconds(1));
        tracks = [Confirmed(1, Boxes[1])];

        classifier.Update(frame.View, tracks, TimeSpan.FromSeconds(1));

        Assert.Equal("green", classifier.Labels[tracks[0].KindId]);
    }

    [Fact]
    public void CreateDetector_OfClassifier_Refused()
    {
        using VisionModel model = Open(1);
        Assert.Throws<InvalidOperationException>(() => model.CreateDetector());
    }

    private static Track Confirmed(long id, BoxPx box) => new(id, 0, 1, box, TrackState.Confirmed, 5, TimeSpan.Zero, TimeSpan.Zero);

    private VisionModel Open(object batch) => VisionModel.Open(
        new ModelSource("colours", "colours.onnx", TestModels.ChannelMeans(batch, 16)),
        new ModelOptions { Providers = ["cpu"], LabelsFile = _labels },
        NullLogger.Instance);

    private Frame ThreeColours()
    {
        Frame frame = _pool.Rent(120, 40);
        for (int y = 0; y < 40; y++)
        {
            Span<byte> row = frame.View.Row(y);
            row.Clear();
            for (int x = 0; x < 120; x++)
                row[(x * 3) + (x / 40)] = 255;
        }

        return frame;
    }
}
