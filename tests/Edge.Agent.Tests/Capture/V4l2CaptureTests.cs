using Edge.Agent.Capture;

namespace Edge.Agent.Tests.Capture;

public sealed class V4l2CaptureTests
{
    [Fact]
    public void V4l2_AbsentCamera_Reported()
    {
        using var rig = new CaptureRig("/dev/video97");
        rig.Capture.Start();
        Assert.Equal("v4l2:/dev/video97 cannot be opened: there is no such camera, is it plugged in?", rig.Log.WaitFor(CaptureCondition.Disconnected).Reason);
    }
}
