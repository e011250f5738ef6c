using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Edge.Testing;

namespace Edge.Agent.Tests.Health;

public sealed class CameraWatchTests
{
    [Fact]
    public void Silence_TheSameFailureAgain_EndsAndTheConditionStays()
    {
        var time = new ManualTimeProvider();
        var registry = new HealthRegistry(time);
        CameraWatch watch = registry.AddCamera(new CameraMetrics("yard"), new CaptureSettings());
        registry.ConditionChanged("yard", CaptureCondition.Disconnected, "nobody there", default(Moment));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), watch.Read().Silence);

        registry.FailedAgain("yard");
        CameraReading reading = watch.Read();
        Assert.Equal((TimeSpan.Zero, CaptureCondition.Disconnected, "nobody there"), (reading.Silence, reading.Condition, reading.Reason));
    }
}
