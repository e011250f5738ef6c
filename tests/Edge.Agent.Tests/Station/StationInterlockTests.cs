using Edge.Agent.Configuration.Stations;
using Edge.Agent.Tests.Pipeline;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Tests.Station;

/// <summary>Golden parts at a real station: what trips the interlock, and what it takes to get out of it.</summary>
public sealed class StationInterlockTests
{
    private static readonly string _good = StationRig.Board(0).Template;
    private static readonly string _bad = StationRig.Board(0).Picture;

    [Fact]
    public async Task RightAnswers_Run_AndAreNoParts()
    {
        await using StationRig rig = Rig();
        await rig.StartAsync();
        await rig.UntilAsync(StationMode.WaitingForGoldenPart);
        Assert.Equal(GoldenPiece.Good, rig.Host.Read().Golden!.Asks);

        await CheckAsync(rig);

        await rig.UntilAsync(StationMode.Running);
        Assert.Equal(0, rig.Host.Read().SinceStart.Parts);
        Assert.Equal([("good", true), ("bad", true), ("blank", true)], rig.Receipts().OfType<GoldenPartReceipt>().Select(receipt => (receipt.Check, receipt.IsRight)));
        Assert.Equal([VerdictPurpose.GoldenGood, VerdictPurpose.GoldenBad, VerdictPurpose.GoldenBlank], rig.Verdicts().Select(verdict => verdict.Purpose));
        Assert.Equal(VerdictOutcome.Pass, (await rig.ShowAsync(_good)).Outcome);
    }

    [Fact]
    public async Task ModelSwapped_ForOneThatSeesNothing_Trips_AndNothingPassesUntilAllIsRightAgain()
    {
        await using StationRig rig = Rig();
        await rig.StartAsync();
        await CheckAsync(rig);
        await rig.UntilAsync(StationMode.Running);

        // To a model that sees nothing the bad part looks as good as the good one.
        rig.Models.Swap(PipelineRig.Set(PipelineRig.BlindModel()));
        await rig.UntilAsync(StationMode.WaitingForGoldenPart);
        await rig.ShowAsync(_good);
        await rig.ShowAsync(_bad);
        await rig.UntilAsync(StationMode.InterlockTripped);
        Assert.Equal(VerdictOutcome.CannotJudge, (await rig.ShowAsync(_good)).Outcome);

        // No restart clears it.
        await rig.RestartAsync();
        await rig.UntilAsync(StationMode.InterlockTripped);

        rig.Models.Swap(PipelineRig.Set(PipelineRig.ShippedBoardsModel()));
        await rig.Host.ClearAsync("Ada", "the right model is back");
        await rig.UntilAsync(StationMode.WaitingForGoldenPart);
        await CheckAsync(rig);
        await rig.UntilAsync(StationMode.Running);
        Assert.Equal([InterlockState.Tripped, InterlockState.Cleared], rig.Receipts().OfType<InterlockReceipt>().Select(receipt => receipt.State));
        Assert.Equal(VerdictOutcome.Pass, (await rig.ShowAsync(_good)).Outcome);
    }

    [Fact]
    public async Task CameraOutOfFocus_Trips()
    {
        await using StationRig rig = Rig();
        await rig.StartAsync();
        await rig.UntilAsync(StationMode.WaitingForGoldenPart);

        VerdictMessage verdict = await rig.ShowAsync(rig.Changed(_good, frame => StationRig.Blur(frame, 7)));

        Assert.Equal(VerdictOutcome.CannotJudge, verdict.Outcome);
        Assert.Contains(VerdictDoubt.Blurred, verdict.Doubts);
        await rig.UntilAsync(StationMode.InterlockTripped);
        Assert.Contains("known good part", rig.Host.Read().Reason, StringComparison.Ordinal);
        Assert.False(Assert.Single(rig.Receipts().OfType<GoldenPartReceipt>()).IsRight);
    }

    private static StationRig Rig() => new(
        PipelineRig.ShippedBoardsModel(),
        // The model alone: that is what a swapped one can do harm to.
        new ProductSettings { Id = "board" },
        station => station with { Interlock = new InterlockSettings { Enabled = true, PresentWithin = TimeSpan.FromMinutes(10) } });

    private static async Task CheckAsync(StationRig rig)
    {
        await rig.ShowAsync(_good);
        await rig.ShowAsync(_bad);
        await rig.ShowAsync(rig.Changed(_good, frame => InspectionStationTests.Fill(frame, 90)));
    }
}
