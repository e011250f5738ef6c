using Edge.Agent.Capture;

namespace Edge.Agent.Tests.Capture;

/// <summary>What reconnecting leaves behind. Threads and handles are counted for the whole process, so no other test may run meanwhile.</summary>
[Collection(nameof(HttpReconnectTests))]
[CollectionDefinition(nameof(HttpReconnectTests), DisableParallelization = true)]
public sealed class HttpReconnectTests
{
    [Fact]
    public void Http_FiftyReconnects_LeaveNoThreadsOrHandles()
    {
        using var server = new MjpegServer();
        using var rig = new CaptureRig(server.Url, CaptureRig.Fast with { ReconnectMaximum = TimeSpan.FromMilliseconds(20) });
        rig.Capture.Start();
        Reconnect(rig, server, 5);
        (int threads, int handles) = Load();

        Reconnect(rig, server, 50);

        (int threadsAfter, int handlesAfter) = Load();
        Assert.InRange(threadsAfter, 0, threads + 8);
        Assert.InRange(handlesAfter, 0, handles + 8);
        Assert.Equal(0, rig.Capture.Abandoned);
        Assert.InRange(rig.Pool.Outstanding, 0, 2);
    }

    private static void Reconnect(CaptureRig rig, MjpegServer server, int times)
    {
        for (int i = 0; i < times; i++)
        {
            rig.Next().Dispose();
            int before = rig.Log.Count;
            server.Drop();
            rig.Log.WaitFor(CaptureCondition.Disconnected, before);
            rig.Log.WaitFor(CaptureCondition.Streaming, before);
        }
    }

    private static (int Threads, int Handles) Load() =>
        (Directory.GetDirectories("/proc/self/task").Length, Directory.GetFileSystemEntries("/proc/self/fd").Length);
}
