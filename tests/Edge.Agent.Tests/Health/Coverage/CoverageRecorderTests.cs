using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Coverage;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health.Coverage;

public sealed class CoverageRecorderTests
{
    [Fact]
    public async Task Recorder_StartedAndStopped_LeavesItsRecordOnDisk()
    {
        string folder = Directory.CreateTempSubdirectory("edge-coverage-").FullName;
        try
        {
            var time = new ManualTimeProvider();
            var registry = new HealthRegistry(time);
            var metrics = new CameraMetrics("door");
            registry.AddCamera(metrics, new CaptureSettings()).Tell(CaptureCondition.Streaming, "");
            var ledger = new CoverageLedger(folder, 5, CoverageLedger.ReadBootId(), time, NullLogger<CoverageLedger>.Instance);
            using var recorder = new CoverageRecorder(ledger, registry, time, NullLogger<CoverageRecorder>.Instance);
            await recorder.StartAsync(CancellationToken.None);
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            await Until.TrueAsync(() =>
            {
                metrics.CountCaptured();
                metrics.CountJudged();
                time.Advance(TimeSpan.FromSeconds(1));
                return ledger.Query(today, "door").Watched > TimeSpan.FromSeconds(20);
            });
            await recorder.StopAsync(CancellationToken.None);

            var reader = new CoverageLedger(folder, 5, "", time, NullLogger<CoverageLedger>.Instance);
            Assert.True(reader.Query(today, "door").Watched > TimeSpan.FromSeconds(20));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
