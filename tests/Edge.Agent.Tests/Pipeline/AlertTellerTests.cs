using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing;
using Edge.Vision.Images;

namespace Edge.Agent.Tests.Pipeline;

public sealed class AlertTellerTests
{
    [Fact]
    public async Task Tell_SeveralMessagesOfOneFrame_OnlyTheLastCarriesThePosition()
    {
        CameraSettings camera = PipelineRig.Camera(PipelineRig.Square(20), PipelineRig.Present("one"), PipelineRig.Present("two")) with { Capture = new CaptureSettings { Resume = true } };
        var settings = new EdgeSettings { Cameras = [camera], Mqtt = new MqttSettings { FrigateEvents = true } };
        await using var rig = new PipelineRig(camera, PipelineRig.ConstantModel(), settings);
        rig.Worker.Start();
        await rig.Worker.Completed.WaitAsync(Deadline.Default);

        OutboxMessage[] raised = [.. rig.Outbox.Messages.Take(4)];
        Assert.Equal(2, raised.Count(message => message.Topic == FrigateEvents.Topic));
        Assert.Equal(["one", "two"], rig.Alerts().Take(2).Select(alert => alert.Rule));
        Assert.Equal([null, null, null, rig.Alerts()[0].Frame!.Sequence], raised.Select(message => message.SourcePosition));
        // Ends that no frame decided move no position.
        Assert.All(rig.Outbox.Messages.TakeLast(2), message => Assert.Null(message.SourcePosition));
    }

    [Fact]
    public async Task Tell_SourceThatDoesNotResume_NoPosition()
    {
        await using var rig = new PipelineRig(PipelineRig.Camera(PipelineRig.Square(20), PipelineRig.Present()), PipelineRig.ConstantModel());
        rig.Worker.Start();
        await rig.Worker.Completed.WaitAsync(Deadline.Default);
        Assert.NotEmpty(rig.Outbox.Messages);
        Assert.All(rig.Outbox.Messages, message => Assert.Null(message.SourcePosition));
    }

    [Fact]
    public async Task Tell_PrivacyMask_IsBlackInSnapshotAndThumbnail()
    {
        string folder = Directory.CreateTempSubdirectory("edge-mask-").FullName;
        try
        {
            CameraSettings camera = PipelineRig.Camera(PipelineRig.Square(20), PipelineRig.Present() with { Zone = "" }) with
            {
                PrivacyMasks = [new Polygon([new(0, 0), new(0.3f, 0), new(0.3f, 1), new(0, 1)])],
            };
            await using var rig = new PipelineRig(camera, PipelineRig.ConstantModel(), evidenceFolder: folder);
            rig.Worker.Start();
            await rig.Worker.Completed.WaitAsync(Deadline.Default);
            rig.FinishEvidence();

            AlertMessage alert = rig.Alerts()[0];
            AssertMasked(await File.ReadAllBytesAsync(Path.Combine(folder, alert.Evidence!.Id)));
            OutboxMessage thumbnail = Assert.Single(rig.Outbox.Messages, message => message.Kind == OutboxKind.Evidence);
            Assert.Equal(alert.Evidence.ThumbnailTopic, thumbnail.Topic);
            AssertMasked(thumbnail.Payload.Span);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The middle rows: the caption is drawn over the picture's edge, mask or not.
    private static void AssertMasked(ReadOnlySpan<byte> jpeg)
    {
        using var pool = new FramePool();
        using Frame picture = ImageCodec.Decode(jpeg, pool, "evidence");
        Assert.True(Brightest(picture, 0.02f, 0.28f) < 24, "something shows through the mask");
        Assert.True(Brightest(picture, 0.72f, 0.98f) > 60, "the picture beside the mask is black too");
    }

    private static int Brightest(Frame picture, float from, float to)
    {
        int brightest = 0;
        for (int y = picture.Height * 3 / 10; y < picture.Height * 7 / 10; y++)
        {
            foreach (byte value in picture.View.Row(y)[((int)(picture.Width * from) * 3)..((int)(picture.Width * to) * 3)])
                brightest = Math.Max(brightest, value);
        }

        return brightest;
    }
}
