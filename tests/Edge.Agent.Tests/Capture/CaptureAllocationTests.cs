using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Capture;

/// <summary>What capturing costs the garbage collector. Allocations are counted for the whole process, so no other test may run meanwhile.</summary>
[Collection(nameof(CaptureAllocationTests))]
[CollectionDefinition(nameof(CaptureAllocationTests), DisableParallelization = true)]
public sealed class CaptureAllocationTests
{
    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        using var video = new TestVideo();
        string path = video.Numbered("a.mp4", 250, size: "320x240");
        using var rig = new CaptureRig(path, CaptureRig.Fast with { Loop = true });
        rig.Capture.Start();
        for (int i = 0; i < 60; i++)
            rig.Next().Dispose();

        // Both threads: this one and the capture's. The least of some rounds counts, since the runtime has threads of its own.
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 30; i++)
            {
                using Frame? frame = rig.Capture.Take(TimeSpan.FromSeconds(10), CancellationToken.None);
                Assert.NotNull(frame);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, 29);
    }
}
