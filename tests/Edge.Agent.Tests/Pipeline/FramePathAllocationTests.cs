using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Health;
using Edge.Agent.Tests.Capture;
using Edge.Agent.Tests.Examples;
using Edge.Domain.Frames;
using Edge.Domain.Rules;
using Edge.Testing;
using Edge.Vision.Inference;

namespace Edge.Agent.Tests.Pipeline;

/// <summary>The frame path allocates no managed memory per frame: the real capture thread and the real pipeline thread, frame by frame.</summary>
public sealed class FramePathAllocationTests
{
    private const int WarmUp = 150, Measured = 300;
    private const int OneOff = 255;

    // Rules of every kind that are evaluated each frame and never come true.
    private static readonly RuleSettings[] _rules =
    [
        new() { Id = "crowd", When = RuleKind.Count, Zone = "all", MaximumCount = 200 },
        new() { Id = "loiter", When = RuleKind.Loiters, Zone = "all", LoiterTime = TimeSpan.FromHours(3) },
        new() { Id = "sure", When = RuleKind.Present, Zone = "all", MinimumScore = 1 },
        new() { Id = "enter", When = RuleKind.Enters, Zone = "all", MinimumScore = 1 },
        new() { Id = "leave", When = RuleKind.Leaves, Zone = "all", MinimumScore = 1 },
        new() { Id = "cross", When = RuleKind.Crosses, Line = "edge" },
    ];

    [Fact]
    public async Task SteadyState_RecordedFile_AllocatesNothingOnBothThreads()
    {
        using var video = new TestVideo();
        string file = video.In("street.mp4");
        StreetVideo.Write(file, WarmUp + Measured + 20);
        await AssertAllocatesNothingAsync("file:" + file, PipelineRig.ShippedModel(), gate: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SteadyState_DrawnStreet_AllocatesNothingOnBothThreads(bool gate) =>
        await AssertAllocatesNothingAsync("synthetic:street?pace=fast", PipelineRig.ShippedModel(), gate);

    // Every frame is unsure, and as many are taken as can be stored: far more than in use.
    [Fact]
    public async Task SteadyState_HardExamplesCollected_AllocatesNothingOnBothThreads()
    {
        using var folder = new ExampleFolder(new ExampleLimits { LowMarginEvery = TimeSpan.Zero, MaximumCount = 5 });
        await AssertAllocatesNothingAsync("synthetic:street?pace=fast", PipelineRig.ShippedModel(), gate: false, examples: folder.Recorder);

        Assert.True(folder.Store.Count > 0, "no example was taken: nothing is proven");
    }

    // The file has 341 frames and is opened again at its end, which allocates: the measured frames stay well before it, however late the watch begins.
    [SharedTheory]
    [InlineData("nanodet_m_416.onnx")]
    [InlineData("yolox_nano_416.onnx")]
    public async Task SteadyState_CrowdedMall_AllocatesNothingOnBothThreads(string model) =>
        await AssertAllocatesNothingAsync("file:" + SharedData.Path("data/video/mall-walking.mp4"), PipelineRig.Open(SharedData.Path("models/" + model)), gate: false, warmUp: 30, measured: 250);

    private static async Task AssertAllocatesNothingAsync(string source, VisionModel model, bool gate, int warmUp = WarmUp, int measured = Measured, ExampleRecorder? examples = null)
    {
        CameraSettings camera = PipelineRig.Camera(source, _rules) with { Motion = new MotionSettings { Enabled = gate } };
        await using var rig = new PipelineRig(camera, model, examples: examples);
        var watch = new AllocationWatch(rig, warmUp, measured);
        watch.Start();
        rig.Worker.Start();
        await watch.Done.WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Empty(watch.Guilty());
        // Nothing per frame, which would be 24 bytes a frame at least. On a busy machine one object of 112 bytes was seen, once in a run, where both
        // threads happened to wait for each other for the first time.
        Assert.InRange(watch.CaptureBytes, 0, OneOff);
        Assert.InRange(watch.CaptureFrames, measured - 5, measured + 5);
        // Nothing is proven by a path that found nothing to do.
        Assert.True(watch.FramesWithTracks > measured / 2, $"only {watch.FramesWithTracks} of {measured} frames had tracks");
        Assert.Empty(rig.Outbox.Messages);
        // Counted one after the other by a thread that goes on: compared only once it has ended.
        await rig.Worker.DisposeAsync();
        Assert.Equal(rig.Metrics.FramesJudged, rig.Metrics[Stage.Decide].Count);
    }

    private sealed class AllocationWatch
    {
        private readonly PipelineRig _rig;
        private readonly int _warmUp;
        private readonly long[] _bytes;
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action<Frame> _look;
        private int _frames;
        private long _before, _captureBytes, _captureFrames;

        public AllocationWatch(PipelineRig rig, int warmUp, int measured)
        {
            _rig = rig;
            _warmUp = warmUp;
            _bytes = new long[measured];
            _look = Look;
        }

        public Task Done => _done.Task;

        public long CaptureBytes { get; private set; }

        public long CaptureFrames { get; private set; }

        public int FramesWithTracks { get; private set; }

        public void Start() => _rig.Worker.RequestSnapshot(_look);

        public string[] Guilty() => [.. _bytes.Select((bytes, index) => (bytes, index)).Where(frame => frame.bytes != 0).Select(frame => $"frame {_warmUp + frame.index}: {frame.bytes} bytes")];

        private void Look(Frame frame)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            int measured = _frames++ - _warmUp;
            if (measured >= 0)
            {
                _bytes[measured] = now - _before;
                FramesWithTracks += _rig.Pipeline!.Tracks.Count > 0 ? 1 : 0;
            }

            if (measured == -1)
                (_captureBytes, _captureFrames) = (_rig.CaptureMeter.Allocation.Bytes, _rig.CaptureMeter.Allocation.Frames);
            if (measured == _bytes.Length - 1)
            {
                CaptureBytes = _rig.CaptureMeter.Allocation.Bytes - _captureBytes;
                CaptureFrames = _rig.CaptureMeter.Allocation.Frames - _captureFrames;
                _done.SetResult();
                return;
            }

            _rig.Worker.RequestSnapshot(_look);
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
