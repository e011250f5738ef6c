using System.Security.Cryptography;
using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Tests.Pipeline;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing;
using Edge.Vision.Inference;

namespace Edge.Agent.Tests.Examples;

public sealed class ExampleRecorderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    // The model sees something with a score of 0.95 in every frame.
    [Theory]
    [InlineData(0.93f, 1)]
    [InlineData(0.97f, 1)]
    [InlineData(0.5f, 0)]
    public async Task Pipeline_ScoreCloseToTheRules_OnEitherSide_IsKept(float minimumScore, int kept)
    {
        using var folder = new ExampleFolder();
        await RunAsync(folder, PipelineRig.Camera(PipelineRig.Square(40), PipelineRig.Present() with { MinimumScore = minimumScore }), kept);

        Assert.Equal(kept, folder.Store.Hardest(10).Count);
    }

    [Fact]
    public async Task Pipeline_PrivacyMask_IsInThePicture()
    {
        using var folder = new ExampleFolder();
        CameraSettings camera = PipelineRig.Camera(PipelineRig.Square(40), PipelineRig.Present() with { MinimumScore = 0.93f }) with
        {
            PrivacyMasks = [new Polygon([new(0, 0), new(0.5f, 0), new(0.5f, 1), new(0, 1)])],
        };
        await RunAsync(folder, camera, kept: 1);

        StoredExample example = Assert.Single(folder.Store.Hardest(10));
        using Frame picture = folder.Load(example);
        for (int y = 0; y < picture.Height; y++)
            Assert.All(picture.View.Row(y)[..(140 * 3)].ToArray(), value => Assert.InRange(value, 0, 12));
        Assert.Contains(picture.View.Row(300)[(180 * 3)..].ToArray(), value => value > 40);
    }

    [Fact]
    public async Task Offer_IsKeptBareWithWhatWasFound()
    {
        using var folder = new ExampleFolder();
        using var pool = new FramePool();
        using Frame frame = Grey(pool);
        using VisionModel model = PipelineRig.BlindModel();
        folder.Recorder.Offer(frame.View, [new Detection(1, 0.5125f, new BoxPx(16, 12, 32, 24))], new ExampleSubject("gate", Noon, ExampleReason.LowMargin, 0.0125f, model.Definition));
        await Deadline.UntilAsync(() => folder.Store.Count == 1, "the example is kept");

        StoredExample example = Assert.Single(folder.Store.Hardest(10));
        Assert.Equal(("gate", Noon, "lowMargin", "blind", 0.0125f), (example.About.Camera, example.About.TakenAt, example.About.Reason, example.About.Model, example.Margin));
        Assert.Equal(new("car", 0.5125, 0.25, 0.25, 0.5, 0.5), Assert.Single(example.About.Labels));
        byte[] jpeg = File.ReadAllBytes(folder.Store.Picture(example.About.Subject).FullName);
        Assert.Equal((jpeg.Length, Convert.ToHexStringLower(SHA256.HashData(jpeg))), (example.About.SizeBytes, example.About.Sha256));
        using Frame picture = folder.Load(example);
        for (int y = 0; y < picture.Height; y++)
            Assert.All(picture.View.Row(y).ToArray(), value => Assert.InRange(value, 85, 95));
    }

    [Fact]
    public async Task Offer_OftenByOneCamera_OneIsTakenInItsTimeAndOthersHaveTheirs()
    {
        var clock = new ManualTimeProvider();
        using var folder = new ExampleFolder(new ExampleLimits { LowMarginEvery = TimeSpan.FromMinutes(2) }, clock);
        using var pool = new FramePool();
        using Frame frame = Grey(pool);
        using VisionModel model = PipelineRig.BlindModel();
        // While one is stored the next is passed over: offered until it is taken, as a camera does.
        Task OfferAsync(string camera, ExampleReason reason, int until) => Deadline.UntilAsync(
            () =>
            {
                folder.Recorder.Offer(frame.View, [], new ExampleSubject("gate", Noon, ExampleReason.LowMargin, 0, model.Definition));
                folder.Recorder.Offer(frame.View, [], new ExampleSubject(camera, Noon, reason, 0, model.Definition));
                return folder.Store.Count == until;
            },
            $"{until} examples are kept");

        await OfferAsync("gate", ExampleReason.LowMargin, 1);
        await OfferAsync("yard", ExampleReason.LowMargin, 2);
        await OfferAsync("gate", ExampleReason.Disagreement, 3);
        clock.Advance(TimeSpan.FromMinutes(2));
        await OfferAsync("gate", ExampleReason.LowMargin, 4);
        folder.Recorder.Dispose();

        Assert.Equal(
            [("gate", "disagreement"), ("gate", "lowMargin"), ("gate", "lowMargin"), ("yard", "lowMargin")],
            folder.Store.Hardest(10).Select(example => (example.About.Camera!, example.About.Reason!)).Order());
    }

    [Fact]
    public void Offer_AfterTheEnd_IsPassedOver()
    {
        using var folder = new ExampleFolder();
        using var pool = new FramePool();
        using Frame frame = Grey(pool);
        using VisionModel model = PipelineRig.BlindModel();
        folder.Recorder.Dispose();
        folder.Recorder.Offer(frame.View, [], new ExampleSubject("gate", Noon, ExampleReason.LowMargin, 0, model.Definition));

        Assert.Empty(folder.Store.Hardest(10));
    }

    private static async Task RunAsync(ExampleFolder folder, CameraSettings camera, int kept)
    {
        await using var rig = new PipelineRig(camera, PipelineRig.ConstantModel(), examples: folder.Recorder);
        rig.Worker.Start();
        await rig.Worker.Completed.WaitAsync(Deadline.Default);
        await Deadline.UntilAsync(() => folder.Store.Count >= kept, "the example is kept");
        // What is in hand is finished first.
        folder.Recorder.Dispose();
    }

    private static Frame Grey(FramePool pool)
    {
        Frame frame = pool.Rent(64, 48);
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(90);
        return frame;
    }
}
