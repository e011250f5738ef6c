using Edge.Agent.Examples;
using Edge.Agent.Pipeline;
using Edge.Agent.Tests.Examples;
using Edge.Agent.Tests.Pipeline;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Domain.Frames;
using Edge.Testing;
using Edge.Testing.Onnx;
using Edge.Vision.Images;

namespace Edge.Agent.Tests.Updates.Models;

/// <summary>Releases of models with the real loader, child process, sessions, slot and pipelines.</summary>
public sealed class ModelInstallerTests : IDisposable
{
    private const string Endless = "synthetic:street?pace=fast&width=320&height=320";
    private readonly ModelTrials _trials = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-models-").FullName;

    public void Dispose()
    {
        _trials.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task SelfTest_SoundModel_PassesAndNothingIsSwapped()
    {
        int generation = _trials.Slot.Generation;
        await _trials.Installer.SelfTestAsync(Candidate("1"), CancellationToken.None);
        Assert.Equal(generation, _trials.Slot.Generation);
    }

    [Fact]
    public async Task SelfTest_ModelWithoutAClassThatARuleNames_IsRefused()
    {
        _trials.Settings = _trials.Settings with { Cameras = [PipelineRig.Camera("synthetic:street", PipelineRig.Present() with { Classes = ["person"] })] };
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => _trials.Installer.SelfTestAsync(Candidate("1", labels: ["cat", "dog"]), CancellationToken.None));
        Assert.Equal("selfTest.rules", refused.FaultName);
    }

    [Fact]
    public async Task SelfTest_SlowerThanItsSignedLimit_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => _trials.Installer.SelfTestAsync(Candidate("1", change: release => release with { MaximumLatencyMs = 0.000001 }), CancellationToken.None));
        Assert.Equal(UpdateFault.TooSlow, refused.Fault);
        await _trials.Installer.SelfTestAsync(Candidate("1", change: release => release with { MaximumLatencyMs = 60_000 }), CancellationToken.None);
    }

    [Fact]
    public async Task SelfTest_ModelWhoseInferenceNeverEnds_IsRefused()
    {
        using var trials = new ModelTrials(new UpdatePolicy { SelfTestTime = TimeSpan.FromMilliseconds(200) });
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() =>
            trials.Installer.SelfTestAsync(Candidate("1", TestModels.Endless(), ["thing"]), CancellationToken.None).WaitAsync(Deadline.Default));
        Assert.Equal("selfTest.hangs", refused.FaultName);
    }

    [Fact]
    public async Task Replay_NoPast_ComparesNothing() =>
        Assert.Null(await _trials.Installer.ReplayAsync(Candidate("1"), CancellationToken.None));

    [Fact]
    public async Task Replay_ModelThatSeesTheSame_ChangesNothing()
    {
        KeepPictures(evidence: 3, golden: 2);
        Assert.Equal(0, await _trials.Installer.ReplayAsync(Candidate("1", change: release => release with { Replay = new ReplayBudget(0) }), CancellationToken.None));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Replay_ModelThatIsBlind_IsRefusedByItsSignedBudget(double budget)
    {
        KeepPictures(evidence: 2, golden: 1);
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() =>
            _trials.Installer.ReplayAsync(Candidate("1", ModelTrials.Blind(), change: release => release with { Replay = new ReplayBudget(budget) }), CancellationToken.None));
        Assert.Equal(UpdateFault.ReplayBudget, refused.Fault);
        Assert.Contains("3 of 3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WithoutABudget_TellsTheShare()
    {
        KeepPictures(evidence: 2, golden: 0);
        File.WriteAllText(Path.Combine(_trials.Folder, "evidence", "damaged.jpg"), "no picture");
        Assert.Equal(1, await _trials.Installer.ReplayAsync(Candidate("1", ModelTrials.Blind()), CancellationToken.None));
    }

    [Fact]
    public async Task Activation_InTheMiddleOfARecording_MissesNoFrame()
    {
        const int Frames = 6000; // Longer than a fast machine takes to open a model.
        await using var rig = new PipelineRig(PipelineRig.Camera(PipelineRig.Square(Frames), PipelineRig.Present()), PipelineRig.ConstantModel());
        using var trials = new ModelTrials(rig.Slot);
        InstalledRelease release = Candidate("1").Release;
        rig.Worker.Start();
        await Deadline.UntilAsync(() => rig.Metrics.FramesJudged > 20, "frames flow");

        Assert.Equal(Activation.InForce, await trials.Installer.PutInForceAsync(release, FileOf("1"), isTrial: true, CancellationToken.None));
        long atSwap = rig.Metrics.FramesJudged;
        await rig.Worker.Completed.WaitAsync(Deadline.Default);

        Assert.Equal(Frames, rig.Metrics.FramesJudged);
        Assert.True(atSwap < Frames, "the recording was over before the swap: the test shows nothing");
        Assert.True(trials.Installer.IsInForce(release));
        Assert.Equal(["small"], trials.Told);
        // Before and after the swap the object is told of: the old model's alert ends, the new one's begins.
        Assert.Equal(["constant", "small"], rig.Alerts().Select(alert => alert.Model.Name).Distinct());
    }

    [Fact]
    public async Task Activation_ThenBackToTheFactory_RunsTheConfiguredModelAgain()
    {
        string configured = Path.Combine(_folder, "configured.pack");
        File.WriteAllBytes(configured, ModelTrials.Pack("0"));
        _trials.Settings = _trials.Settings with { Model = _trials.Settings.Model with { Path = configured } };
        await _trials.Installer.PutInForceAsync(Candidate("1").Release, FileOf("1"), isTrial: true, CancellationToken.None);
        Assert.Equal("1.0.1", _trials.Slot.Definition.Version);
        await _trials.Installer.PutInForceAsync(SlotRecord.Factory, null, isTrial: false, CancellationToken.None);
        Assert.Equal("1.0.0", _trials.Slot.Definition.Version);
        Assert.True(_trials.Installer.IsInForce(SlotRecord.Factory));
    }

    [Fact]
    public async Task Shadow_ModelThatIsBlind_DisagreesOnEveryFrameAndMissesNone()
    {
        const int Frames = 600;
        var policy = new UpdatePolicy { ShadowFrames = 5, ShadowTime = TimeSpan.FromMinutes(1) };
        await using var rig = new PipelineRig(PipelineRig.Camera(PipelineRig.Square(Frames), PipelineRig.Present()), PipelineRig.ConstantModel());
        using var trials = new ModelTrials(rig.Slot, policy);
        List<ShadowFigures> told = [];
        Task<ShadowFigures?> shadow = trials.Installer.ShadowAsync(Candidate("1", ModelTrials.Blind()), told.Add, CancellationToken.None);
        await Deadline.UntilAsync(() => rig.Slot.Shadow is not null, "the shadow is in place");
        rig.Worker.Start();
        ShadowFigures figures = (await shadow.WaitAsync(Deadline.Default))!;

        Assert.Equal((5, 5), (figures.Frames, figures.Disagreements));
        Assert.NotNull(figures.LatencyP99Ms);
        Assert.Equal([1, 2, 3, 4, 5], told.Select(one => one.Frames));
        Assert.Null(rig.Slot.Shadow);
        await rig.Worker.Completed.WaitAsync(Deadline.Default);
        Assert.Equal(Frames, rig.Metrics.FramesJudged);
        Assert.All(rig.Alerts(), alert => Assert.Equal("constant", alert.Model.Name));
    }

    [Fact]
    public async Task Shadow_Disagreement_IsAHardExampleWithWhatTheActiveModelSaw()
    {
        var policy = new UpdatePolicy { ShadowFrames = 5, ShadowTime = TimeSpan.FromMinutes(1) };
        using var folder = new ExampleFolder();
        await using var rig = new PipelineRig(PipelineRig.Camera(Endless, PipelineRig.Present()), PipelineRig.ConstantModel());
        using var trials = new ModelTrials(rig.Slot, policy, folder.Recorder);
        Task<ShadowFigures?> shadow = trials.Installer.ShadowAsync(Candidate("1", ModelTrials.Blind()), _ => { }, CancellationToken.None);
        await Deadline.UntilAsync(() => rig.Slot.Shadow is not null, "the shadow is in place");
        rig.Worker.Start();
        await shadow.WaitAsync(Deadline.Default);
        await Deadline.UntilAsync(() => folder.Store.Count > 0, "the example is kept");

        // Five disagreements came within seconds: the pace of a camera lets one through.
        StoredExample example = Assert.Single(folder.Store.Hardest(10));
        Assert.Equal(("disagreement", "gate", "constant"), (example.About.Reason, example.About.Camera, example.About.Model));
        Assert.Equal("person", Assert.Single(example.About.Labels).Class);
        using Frame picture = folder.Load(example);
        Assert.Equal((320, 320), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task Shadow_Agreement_IsNoHardExample()
    {
        var policy = new UpdatePolicy { ShadowFrames = 5, ShadowTime = TimeSpan.FromMinutes(1) };
        using var folder = new ExampleFolder();
        await using var rig = new PipelineRig(PipelineRig.Camera(Endless, PipelineRig.Present()), PipelineRig.ConstantModel());
        using var trials = new ModelTrials(rig.Slot, policy, folder.Recorder);
        Task<ShadowFigures?> shadow = trials.Installer.ShadowAsync(Candidate("1"), _ => { }, CancellationToken.None);
        await Deadline.UntilAsync(() => rig.Slot.Shadow is not null, "the shadow is in place");
        rig.Worker.Start();
        Assert.Equal(0, (await shadow.WaitAsync(Deadline.Default))!.Disagreements);
        folder.Recorder.Dispose();

        Assert.Empty(folder.Store.Hardest(10));
    }

    [Fact]
    public async Task Shadow_NothingToSee_EndsWithItsTime()
    {
        using var trials = new ModelTrials(new UpdatePolicy { ShadowFrames = 5, ShadowTime = TimeSpan.FromMilliseconds(50) });
        ShadowFigures? figures = await trials.Installer.ShadowAsync(Candidate("1"), _ => { }, CancellationToken.None);
        Assert.Equal(new ShadowFigures(0, 0, null), figures);
    }

    [Fact]
    public async Task Loader_ReleaseInTheSlot_IsOpenedAndOneThatIsGoneIsPassedOver()
    {
        var folders = new UpdateFolders(_trials.Folder);
        folders.Make();
        var store = new ReleaseStore(folders);
        Candidate candidate = Candidate("7");
        File.Copy(candidate.File, store.Incoming(ReleaseKind.Model, candidate.Release.Sha256));
        store.Accept(ReleaseKind.Model, candidate.Release.Sha256);
        new SlotSet(folders).Write(ReleaseKind.Model, SlotRecord.Empty.Try(candidate.Release));
        string configured = Path.Combine(_folder, "configured.pack");
        File.WriteAllBytes(configured, ModelTrials.Pack("0"));
        var settings = _trials.Settings with { Model = _trials.Settings.Model with { Path = configured } };
        var loader = new Edge.Agent.Hosting.ModelLoader(_trials.Folder, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        ModelSet released = await loader.OpenAsync(settings, CancellationToken.None);
        Assert.Equal(("1.0.7", candidate.Release.Sha256), (released.Detector.Definition.Version, released.ReleaseSha256));
        released.Release();

        File.WriteAllText(store.Find(ReleaseKind.Model, candidate.Release.Sha256)!, "gone bad");
        ModelSet fallback = await loader.OpenAsync(settings, CancellationToken.None);
        Assert.Equal(("1.0.0", ""), (fallback.Detector.Definition.Version, fallback.ReleaseSha256));
        fallback.Release();
    }

    private Candidate Candidate(string version, byte[]? onnx = null, string[]? labels = null, Func<ReleaseDescription, ReleaseDescription>? change = null)
    {
        byte[] pack = ModelTrials.Pack(version, onnx, labels);
        File.WriteAllBytes(FileOf(version), pack);
        var description = new ReleaseDescription { Kind = ReleaseKind.Model, Name = "small", Version = version, Counter = 1 };
        return new Candidate(new InstalledRelease("model/" + version, "small", version, 1, ReleaseShelf.Hash(pack)), FileOf(version), (change ?? (same => same))(description));
    }

    private string FileOf(string version) => Path.Combine(_folder, version + ".pack");

    private void KeepPictures(int evidence, int golden)
    {
        using var pool = new FramePool();
        for (int i = 0; i < evidence + golden; i++)
        {
            using Frame frame = pool.Rent(160, 160);
            for (int y = 0; y < frame.Height; y++)
                frame.View.Row(y).Fill((byte)(40 + (10 * i)));
            string place = Path.Combine(_trials.Folder, i < evidence ? "evidence/2026/06/01" : "golden", $"{i}.jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, ImageCodec.EncodeJpeg(frame.View, 90));
        }
    }
}
