using Edge.Agent.Configuration;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Testing;

namespace Edge.Agent.Tests.Pipeline;

public sealed class CameraWorkerTests
{
    private const string Endless = "synthetic:street?pace=fast&width=320&height=320";

    [Fact]
    public async Task RestartAsync_InferenceHangs_AnotherPipelineGoesOn()
    {
        await using var rig = new PipelineRig(PipelineRig.Camera(Endless), PipelineRig.EndlessModel());
        rig.Worker.Start();
        await Deadline.UntilAsync(() => rig.Beat.WaitingFor() > TimeSpan.Zero, "the detector has work");
        Assert.Equal(0, rig.Metrics.FramesJudged);

        rig.Slot.Swap(PipelineRig.Set(PipelineRig.ConstantModel()));
        await rig.Worker.RestartAsync("it hangs", CancellationToken.None);
        await Deadline.UntilAsync(() => rig.Metrics.FramesJudged > 20, "the new pipeline judges frames");
        Assert.Equal(2, rig.Pipelines);
    }

    [Fact]
    public async Task Start_EveryFrameFails_GoesOnAndRecoversWithAModelThatFits()
    {
        RuleSettings dogs = PipelineRig.Present() with { Classes = ["dog"] };
        await using var rig = new PipelineRig(PipelineRig.Camera(Endless, dogs), PipelineRig.ConstantModel());
        rig.Worker.Start();
        await Deadline.UntilAsync(() => rig.Metrics.FramesCaptured > 20, "frames are taken although none can be judged");
        Assert.Equal(0, rig.Metrics.FramesJudged);
        Assert.NotNull(rig.Beat.WaitingFor());

        await rig.Worker.RestartAsync("no progress", CancellationToken.None);
        Assert.Equal(2, rig.Pipelines);
        rig.Slot.Swap(PipelineRig.Set(PipelineRig.ConstantModel("dogs", "dog", "cat")));
        await Deadline.UntilAsync(() => rig.Alerts().Count > 0, "the dog is told");
    }

    [Fact]
    public async Task Swap_BetweenTwoFrames_NoneIsMissedAndAlertsChangeHands()
    {
        const int Frames = 60, SwapAfter = 30;
        await using var rig = new PipelineRig(PipelineRig.Camera(PipelineRig.Square(Frames), PipelineRig.Present()), PipelineRig.ConstantModel("old"));
        Action<Frame> look = null!;
        look = frame =>
        {
            if (frame.Sequence == SwapAfter)
                rig.Slot.Swap(PipelineRig.Set(PipelineRig.ConstantModel("new")));
            else
                rig.Worker.RequestSnapshot(look);
        };
        // Asked for before the first frame: the recording may be over before this thread has its turn again.
        rig.Worker.RequestSnapshot(look);
        rig.Worker.Start();
        await rig.Worker.Completed.WaitAsync(Deadline.Default);

        Assert.Equal((Frames, Frames), (rig.Metrics.FramesJudged, rig.Metrics.Inferences));
        IReadOnlyList<AlertMessage> alerts = rig.Alerts();
        Assert.Equal(
            [("old", AlertMessagePhase.New), ("old", AlertMessagePhase.Ended), ("new", AlertMessagePhase.New), ("new", AlertMessagePhase.Ended)],
            alerts.Where(alert => alert.Phase != AlertMessagePhase.Updated).Select(alert => (alert.Model.Name, alert.Phase)));
        // The tracker starts anew under the new model, on the very next frame: as many hits as the old one needed.
        long needed = alerts.First(alert => alert.Phase == AlertMessagePhase.New).Frame!.Sequence;
        Assert.Equal(SwapAfter + 1 + needed, alerts.Last(alert => alert.Phase == AlertMessagePhase.New).Frame!.Sequence);
    }

    [Fact]
    public async Task DisposeAsync_AlertLasts_ItsEndIsTold()
    {
        var rig = new PipelineRig(PipelineRig.Camera(Endless, PipelineRig.Present()), PipelineRig.ConstantModel());
        rig.Worker.Start();
        await Deadline.UntilAsync(() => rig.Alerts().Count > 0, "the alert is raised");
        await rig.DisposeAsync();
        Assert.Equal(AlertMessagePhase.Ended, rig.Alerts()[^1].Phase);
    }

    [Fact]
    public async Task DisposeAsync_InferenceHangs_EndsAllTheSame()
    {
        var rig = new PipelineRig(PipelineRig.Camera(Endless), PipelineRig.EndlessModel());
        rig.Worker.Start();
        await Deadline.UntilAsync(() => rig.Beat.WaitingFor() > TimeSpan.Zero, "the detector has work");
        await rig.DisposeAsync().AsTask().WaitAsync(Deadline.Default);
        Assert.False(rig.Worker.Completed.IsCompleted);
    }
}
