using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture;

public sealed class FileCaptureTests : IDisposable
{
    private readonly TestVideo _video = new();

    public void Dispose() => _video.Dispose();

    [Fact]
    public void File_ReadAsFastAsPossible_GivesEveryFrameInOrderWithItsOwnTime()
    {
        using var rig = new CaptureRig($"file:{_video.Numbered("a.mp4", 30)}");
        rig.Capture.Start();

        var seen = rig.All(frame => (frame.Sequence, Number: TestVideo.NumberOf(frame), frame.CapturedAt.Monotonic, frame.Size));

        Assert.Equal(Enumerable.Range(0, 30).Select(n => (long)n), seen.Select(f => f.Sequence));
        Assert.Equal(Enumerable.Range(0, 30), seen.Select(f => f.Number));
        Assert.All(seen, f => Assert.Equal(new SizePx(64, 48), f.Size));
        for (int i = 0; i < 30; i++)
            Assert.Equal(i * 40.0, seen[i].Monotonic.TotalMilliseconds, 1.0);
        Assert.Equal("all 30 frames were read", rig.Log.WaitFor(CaptureCondition.Ended).Reason);
        Assert.Equal([CaptureCondition.Connecting, CaptureCondition.Streaming, CaptureCondition.Ended], rig.Log.Entries.Select(e => e.Condition));
        Assert.Equal(0, rig.Pool.Outstanding);
        Assert.Equal(30, rig.Metrics.FramesCaptured);
        Assert.Equal(0, rig.Metrics.FramesDropped);
    }

    [Fact]
    public void File_BarePath_IsAFile()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 5));
        rig.Capture.Start();
        Assert.Equal(5, rig.All(TestVideo.NumberOf).Count);
    }

    [Fact]
    public void File_SlowConsumer_LosesNothing()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 20));
        rig.Capture.Start();
        using (Frame first = rig.Next())
        {
            // The reader runs ahead by its small queue and then waits.
            Assert.True(SpinWait.SpinUntil(() => rig.Metrics.FramesCaptured >= 3, TimeSpan.FromSeconds(10)));
            Assert.InRange(rig.Pool.Outstanding, 3, 4);
        }

        Assert.Equal(19, rig.All(TestVideo.NumberOf).Count);
        Assert.Equal(0, rig.Metrics.FramesDropped);
    }

    [Fact]
    public void File_Resumed_GoesOnBehindTheLastCommittedFrame()
    {
        string path = _video.Numbered("a.mp4", 30);
        using var rig = new CaptureRig(path, CaptureRig.Fast with { Resume = true });
        rig.Capture.ResumeAfter = 11;
        rig.Capture.Start();

        var seen = rig.All(frame => (frame.Sequence, Number: TestVideo.NumberOf(frame), frame.CapturedAt.Monotonic));

        Assert.Equal(18, seen.Count);
        Assert.Equal((12L, 12), (seen[0].Sequence, seen[0].Number));
        Assert.Equal(480, seen[0].Monotonic.TotalMilliseconds, 1.0);
    }

    [Fact]
    public void File_ResumedBehindItsEnd_EndsAtOnce()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 10), CaptureRig.Fast with { Resume = true });
        rig.Capture.ResumeAfter = 9;
        rig.Capture.Start();
        Assert.Empty(rig.All(TestVideo.NumberOf));
        rig.Log.WaitFor(CaptureCondition.Ended);
    }

    [Fact]
    public void File_Looped_CountsOnAndItsClockNeverGoesBack()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 10), CaptureRig.Fast with { Loop = true });
        rig.Capture.Start();

        var seen = Take(rig, 35);

        Assert.Equal(Enumerable.Range(0, 35).Select(n => ((long)n, n % 10)), seen.Select(f => (f.Sequence, f.Number)));
        for (int i = 0; i < 35; i++)
            Assert.Equal(i * 40.0, seen[i].Monotonic.TotalMilliseconds, 2.0);
        Assert.False(rig.Capture.IsCompleted);
        Assert.Equal(0, rig.Metrics.Reconnects);
    }

    [Fact]
    public void File_LoopedAndResumedFarAhead_FindsItsPlaceWithoutReadingEveryPass()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 10), CaptureRig.Fast with { Loop = true, Resume = true });
        rig.Capture.ResumeAfter = 1_000_002;
        rig.Capture.Start();

        var seen = Take(rig, 2);

        Assert.Equal((1_000_003L, 3), (seen[0].Sequence, seen[0].Number));
        Assert.Equal(1_000_003 * 40.0 / 1000, seen[0].Monotonic.TotalSeconds, 0.1);
    }

    [Fact]
    public void File_Restarted_GoesOnWhereItWas()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 30));
        rig.Capture.Start();
        var seen = Take(rig, 5);
        rig.Capture.Restart("asked to");
        seen.AddRange(rig.All(frame => (frame.Sequence, Number: TestVideo.NumberOf(frame), frame.CapturedAt.Monotonic)));

        Assert.Equal(Enumerable.Range(0, 30).Select(n => ((long)n, n)), seen.Select(f => (f.Sequence, f.Number)));
        Assert.Contains(rig.Log.Entries, e => e.Condition == CaptureCondition.Disconnected && e.Reason == "asked to");
    }

    [Fact]
    public void File_RealTime_IsPacedAndStampedByTheLiveClock()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 20, fps: 50), CaptureRig.Fast with { RealTime = true });
        rig.Capture.Start();

        var seen = rig.All(frame => (frame.Sequence, Number: TestVideo.NumberOf(frame), frame.CapturedAt.Monotonic));

        Assert.All(seen, f => Assert.Equal(f.Sequence, f.Number));
        Assert.Equal(20, seen.Count + rig.Metrics.FramesDropped);
        // 19 steps of 20 ms cannot have taken less; how much more depends on the machine.
        Assert.True(seen[^1].Monotonic - seen[0].Monotonic >= TimeSpan.FromMilliseconds(20 * (seen[^1].Sequence - seen[0].Sequence) - 25));
    }

    [Fact]
    public void File_Absent_SaysSoAtOnceAndIsTakenUpWhenItComes()
    {
        string path = _video.In("late.mp4");
        using var rig = new CaptureRig(path);
        rig.Capture.Start();
        Assert.Equal($"file:{path} cannot be opened: there is no such file", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason);
        Assert.False(rig.Capture.IsCompleted);

        File.Move(_video.Numbered("ready.mp4", 5), path);

        Assert.Equal(5, rig.All(TestVideo.NumberOf).Count);
    }

    [Theory]
    [InlineData("hello, I am not a video")]
    [InlineData("")]
    public void File_NotAVideo_IsReported(string content)
    {
        string path = _video.In("x.mp4");
        File.WriteAllText(path, content);
        using var rig = new CaptureRig(path);
        rig.Capture.Start();
        Assert.Contains(content.Length == 0 ? "the file is empty" : "not a video that can be read", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Folder_PointsToImages()
    {
        using var rig = new CaptureRig(_video.Folder);
        rig.Capture.Start();
        Assert.Contains("use images:", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Truncated_GivesWhatIsThereAndSaysSo()
    {
        string path = _video.Numbered("a.mp4", 60, encoder: "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -movflags +faststart");
        byte[] bytes = File.ReadAllBytes(path);
        string cut = _video.In("cut.mp4");
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 7 / 10)]);

        using var rig = new CaptureRig(cut);
        rig.Capture.Start();

        int frames = rig.All(TestVideo.NumberOf).Count;
        Assert.InRange(frames, 5, 55);
        Assert.Equal($"it ended after {frames} of 60 frames: truncated or damaged", rig.Log.WaitFor(CaptureCondition.Ended).Reason);
    }

    [Fact]
    public void File_CorruptedInTheMiddle_GoesOnBehindTheDamage()
    {
        string path = _video.Numbered("a.ts", 60, size: "320x240", encoder: "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -f mpegts");
        byte[] bytes = File.ReadAllBytes(path);
        new Random(5).NextBytes(bytes.AsSpan(bytes.Length * 4 / 10, bytes.Length / 10));
        File.WriteAllBytes(path, bytes);

        using var rig = new CaptureRig(path);
        rig.Capture.Start();

        List<int> numbers = rig.All(TestVideo.NumberOf);
        Assert.InRange(numbers.Count, 30, 60);
        Assert.Equal(29, numbers[^1]);
        Assert.Equal(0, rig.Pool.Outstanding);
    }

    [Fact]
    public void File_HardwareDecodingThatIsNotThere_FallsBackToSoftware()
    {
        using var rig = new CaptureRig(_video.Numbered("a.mp4", 5), CaptureRig.Fast with { HardwareDecoding = "v4l2m2m" });
        rig.Capture.Start();
        Assert.Equal([0, 1, 2, 3, 4], rig.All(TestVideo.NumberOf));
    }

    private static List<(long Sequence, int Number, TimeSpan Monotonic)> Take(CaptureRig rig, int count)
    {
        List<(long, int, TimeSpan)> seen = [];
        for (int i = 0; i < count; i++)
        {
            using Frame frame = rig.Next();
            seen.Add((frame.Sequence, TestVideo.NumberOf(frame), frame.CapturedAt.Monotonic));
        }

        return seen;
    }
}
