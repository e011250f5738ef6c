using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;
using Edge.Agent.Tests.Pipeline;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Tests.Station;

/// <summary>A station from picture to verdict, receipt and message, and what it does when it cannot.</summary>
public sealed class InspectionStationTests
{
    private static ProductSettings Compared(int board) => new() { Id = "board", Model = false, Templates = [StationRig.Board(board).Template] };

    [Fact]
    public async Task Parts_GoodBadAndBlank_HaveOneVerdictAndOneReceiptEach()
    {
        await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), Compared(0) with { Model = true, PixelsPerMm = 20 });
        await rig.StartAsync();
        (string bad, string good) = StationRig.Board(0);

        VerdictMessage passed = await rig.ShowAsync(good);
        VerdictMessage failed = await rig.ShowAsync(bad);
        VerdictMessage blank = await rig.ShowAsync(rig.Changed(good, frame => Fill(frame, 90)));

        Assert.Equal([VerdictOutcome.Pass, VerdictOutcome.Fail, VerdictOutcome.CannotJudge], [passed.Outcome, failed.Outcome, blank.Outcome]);
        Assert.NotEmpty(failed.Defects);
        Assert.NotEmpty(failed.Reasons);
        Assert.All(failed.Defects, defect => Assert.True(defect.SizeMm > 0 && defect.PositionMm is not null));
        Assert.Contains(VerdictDoubt.NoPart, blank.Doubts);
        PartReceipt[] receipts = [.. rig.Receipts().OfType<PartReceipt>()];
        Assert.Equal([passed.PartId, failed.PartId, blank.PartId], receipts.Select(receipt => receipt.Part.ToString("D")));
        Assert.All(receipts, receipt => Assert.NotNull(receipt.Frame));
        Assert.Equal([ReceiptPackRole.Model, ReceiptPackRole.Template], receipts[1].Packs.Select(pack => pack.Role));
        StationCounts counts = rig.Host.Read().SinceStart;
        Assert.Equal((3, 1, 1, 1), (counts.Parts, counts.Pass, counts.Fail, counts.CannotJudge));
    }

    [Fact]
    public async Task Picture_ThatIsNone_CannotBeJudgedAndSaysWhy()
    {
        await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), Compared(0));
        await rig.StartAsync();
        string rubbish = rig.Changed(StationRig.Board(0).Template, _ => { });
        await File.WriteAllBytesAsync(rubbish, "no picture"u8.ToArray());

        VerdictMessage verdict = await rig.ShowAsync(rubbish);

        Assert.Equal(VerdictOutcome.CannotJudge, verdict.Outcome);
        Assert.Equal([VerdictDoubt.NoPicture], verdict.Doubts);
        Assert.Contains("not a JPEG or PNG", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
        // The next part is judged as any other.
        Assert.Equal(VerdictOutcome.Pass, (await rig.ShowAsync(StationRig.Board(0).Template)).Outcome);
    }

    [Fact]
    public async Task Template_OfAnotherSize_PutsTheStationIntoFailSafe_UntilItIsCleared()
    {
        await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), Compared(0));
        await rig.StartAsync();
        string small = rig.Changed(StationRig.Board(0).Template, _ => { });
        await File.WriteAllBytesAsync(small, Small(small));

        VerdictMessage verdict = await rig.ShowAsync(small);
        await rig.UntilAsync(StationMode.FailSafe);

        Assert.Equal([VerdictDoubt.Fault], verdict.Doubts);
        Assert.Contains("320x320", rig.Host.Read().Reason, StringComparison.Ordinal);
        Assert.Contains("640x640", rig.Host.Read().Reason, StringComparison.Ordinal);
        await rig.Host.ClearAsync("Ada", "the camera is set to 640 again");
        await rig.UntilAsync(StationMode.Running);
        Assert.Equal(VerdictOutcome.Pass, (await rig.ShowAsync(StationRig.Board(0).Template)).Outcome);
    }

    [Theory]
    [InlineData("missing.png", "missing.png")]
    [InlineData("broken.png", "broken.png")]
    public async Task Template_ThatCannotBeRead_LeavesTheStationInFailSafeWithTheReason(string name, string told)
    {
        string folder = Directory.CreateTempSubdirectory("templates-").FullName;
        try
        {
            string file = Path.Combine(folder, name);
            if (name == "broken.png")
                await File.WriteAllBytesAsync(file, [0x89, (byte)'P', (byte)'N', (byte)'G']);
            await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), new ProductSettings { Id = "board", Model = false, Templates = [file] });
            await rig.StartAsync();

            Assert.Equal(StationMode.FailSafe, rig.Host.Read().Mode);
            Assert.Contains(told, rig.Host.Read().Reason, StringComparison.Ordinal);

            // Put there and cleared, it works.
            File.Copy(StationRig.Board(0).Template, file, overwrite: true);
            await rig.Host.ClearAsync("Ada", "template copied");
            await rig.UntilAsync(StationMode.Running);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Line_ThatIsNotThere_LeavesTheStationInFailSafeWithTheReason()
    {
        var gpio = new GpioSettings { Chips = [new GpioChipSettings { Id = "belt", Kind = GpioChipKind.Simulated, Socket = "/nowhere/belt.sock" }] };
        await using var rig = new StationRig(
            PipelineRig.ShippedBoardsModel(), Compared(0), station => station with { Reject = new RejectSettings { Output = new OutputLineSettings { Chip = "belt", Line = 3 }, Delay = TimeSpan.FromMinutes(2) } }, gpio);
        await rig.StartAsync();

        Assert.Equal(StationMode.FailSafe, rig.Host.Read().Mode);
        Assert.Contains("/nowhere/belt.sock", rig.Host.Read().Reason, StringComparison.Ordinal);
        Assert.Empty(rig.Verdicts());
    }

    [Fact]
    public async Task Product_Changed_JudgesByItsOwnTemplate_AndSurvivesARestart()
    {
        await using var rig = new StationRig(
            PipelineRig.ShippedBoardsModel(), Compared(0) with { Id = "a" }, station => station with { Products = [Compared(0) with { Id = "a" }, Compared(1) with { Id = "b" }] });
        await rig.StartAsync();
        string other = StationRig.Board(1).Template;
        Assert.NotEqual(VerdictOutcome.Pass, (await rig.ShowAsync(other)).Outcome);

        Assert.Null(await rig.Host.SetProductAsync("b", "Ada"));
        Assert.Contains("allowed: a, b", await rig.Host.SetProductAsync("c", "Ada"), StringComparison.Ordinal);
        Assert.Equal(("b", VerdictOutcome.Pass), Of(await rig.ShowAsync(other)));

        await rig.RestartAsync();
        VerdictMessage after = await rig.ShowAsync(other);
        Assert.Equal(("b", VerdictOutcome.Pass), Of(after));
        // Numbers go up over restarts.
        Assert.True(after.Part > rig.Verdicts()[0].Part);
        Assert.Equal(3, rig.Receipts().OfType<PartReceipt>().Count());

        static (string, VerdictOutcome) Of(VerdictMessage verdict) => (verdict.Product, verdict.Outcome);
    }

    [Fact]
    public async Task Deadline_Passed_IsCannotJudge()
    {
        await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), Compared(0), station => station with { Deadline = TimeSpan.FromTicks(1) });
        await rig.StartAsync();

        VerdictMessage verdict = await rig.ShowAsync(StationRig.Board(0).Template);

        Assert.Equal((VerdictOutcome.CannotJudge, VerdictDoubt.Late), (verdict.Outcome, Assert.Single(verdict.Doubts)));
    }

    [Fact]
    public async Task Message_LostByACrashBehindItsReceipt_IsToldAtTheNextStart_AndNoOtherAgain()
    {
        await using var rig = new StationRig(PipelineRig.ShippedBoardsModel(), Compared(0) with { PixelsPerMm = 20 });
        await rig.StartAsync();
        await rig.ShowAsync(StationRig.Board(0).Template);
        VerdictMessage last = await rig.ShowAsync(StationRig.Board(0).Picture);
        await Testing.Deadline.UntilAsync(() => rig.Receipts().OfType<PartReceipt>().Count() == 2, "two receipts");
        rig.Outbox.Forget(Guid.Parse(last.PartId));

        await rig.RestartAsync();

        Assert.Equal(2, rig.Verdicts().Count);
        VerdictMessage told = rig.Verdicts()[1];
        Assert.Equal((last.PartId, last.Part, last.Outcome, last.Product, last.Receipt), (told.PartId, told.Part, told.Outcome, told.Product, told.Receipt));
        Assert.Equal(last.Defects, told.Defects);
        Assert.Equal(last.Reasons, told.Reasons);
        Assert.Equal((last.Frame!.Digest, last.Template, last.Action), (told.Frame!.Digest, told.Template, told.Action));
    }

    internal static void Fill(Domain.Frames.Frame frame, byte value)
    {
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(value);
    }

    private static byte[] Small(string picture)
    {
        using var pool = new Domain.Frames.FramePool();
        using Domain.Frames.Frame frame = Vision.Images.ImageCodec.Load(picture, pool);
        using Domain.Frames.Frame small = Vision.Images.ImageCodec.Resize(frame.View, new Domain.Geometry.SizePx(320, 320), pool);
        return Vision.Images.ImageCodec.EncodeJpeg(small.View, 95);
    }
}
