using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Health.Coverage;
using Edge.Agent.Health.Telemetry;
using Edge.Agent.Messaging;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Told = Edge.Contracts.Messages;

namespace Edge.Agent.Hosting;

/// <summary>Publishes telemetry and each camera's coverage of the day, regularly. The latest wins: neither goes through the outbox.</summary>
internal sealed class TelemetryTeller(
    EdgeSettings settings,
    TelemetrySource source,
    CoverageLedger coverage,
    SqliteOutbox outbox,
    Messenger messenger,
    (TimeProvider Time, ILogger Log) surroundings) : BackgroundService
{
    private readonly TelemetrySampler _sampler = new(source);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Health.TelemetryEvery, surroundings.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    Tell();
                }
                catch (Exception e) // loop edge: one missed sample must not end telemetry
                {
                    surroundings.Log.LogError(e, "Telemetry was not sent this time");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    private void Tell()
    {
        TelemetrySnapshot now = _sampler.Sample();
        messenger.PublishTelemetry(Write(EventTypes.Telemetry, now.At.Utc, Describe(now), EventJson.Default.CloudEventTelemetryMessage));
        DateOnly today = DateOnly.FromDateTime(now.At.Utc.UtcDateTime);
        foreach (Edge.Agent.Health.Telemetry.CameraTelemetry camera in now.Cameras)
        {
            CoverageDay day = coverage.Query(today, camera.CameraId);
            messenger.PublishTelemetry(Write(EventTypes.Coverage, now.At.Utc, Describe(day), EventJson.Default.CloudEventCoverageMessage, camera.CameraId), camera.CameraId);
        }
    }

    private byte[] Write<T>(string type, DateTimeOffset at, T data, System.Text.Json.Serialization.Metadata.JsonTypeInfo<CloudEvent<T>> json, string? camera = null) =>
        JsonSerializer.SerializeToUtf8Bytes(
            CloudEvents.Create(Guid.CreateVersion7(at), settings.Device.Site, settings.Device.Id, type, at, data, camera is null ? null : $"cameras/{camera}"), json);

    private TelemetryMessage Describe(TelemetrySnapshot now)
    {
        OutboxStatus status = outbox.Status;
        return new TelemetryMessage
        {
            AgentVersion = AgentHost.Version,
            UptimeSeconds = now.Process.Uptime.TotalSeconds,
            MemoryBytes = now.Process.ResidentBytes ?? 0,
            ManagedBytes = now.Process.ManagedBytes,
            Threads = now.Process.Threads ?? 0,
            Handles = now.Process.Handles ?? 0,
            TemperatureC = now.Process.CpuTemperatureCelsius,
            Enclosure = now.Process.Enclosure is { } air ? new EnclosureTelemetry(air.TemperatureC, air.PressureHpa, air.HumidityPercent) : null,
            SlowedTo = now.Process.FrameRate < 1 ? now.Process.FrameRate : null,
            Cameras = [.. now.Cameras.Select(camera => new Told.CameraTelemetry
            {
                Camera = camera.CameraId,
                Condition = camera.Condition.ToString().ToLowerInvariant(),
                Frames = camera.FramesCaptured,
                Dropped = camera.FramesDropped,
                Still = camera.FramesStill,
                Inferences = camera.Inferences,
                FramesPerSecond = Math.Round(camera.JudgedFps, 2),
                Detections = camera.Detections,
                Tracks = camera.Tracks,
                Alerts = camera.Alerts,
                Reconnects = camera.Reconnects,
                QueueDepth = (int)Math.Max(0, camera.FramesCaptured - camera.FramesDropped - camera.FramesJudged),
                Stages = camera.Stages.ToDictionary(
                    stage => JsonNamingPolicy.CamelCase.ConvertName(stage.Stage.ToString()),
                    stage => new Told.StageTelemetry(Math.Round(stage.MeanMs, 3), Math.Round(stage.P50Ms, 3), Math.Round(stage.P95Ms, 3), Math.Round(stage.P99Ms, 3))),
            })],
            Outbox = new OutboxTelemetry
            {
                Depth = status.Depth,
                Waiting = status.Waiting,
                SizeBytes = status.SizeBytes,
                Fault = status.Fault,
                Repairs = status.Repairs,
                LostTelemetry = outbox.Lost(OutboxKind.Telemetry),
                LostEvidence = outbox.Lost(OutboxKind.Evidence),
                LostAlerts = outbox.Lost(OutboxKind.Alert),
            },
        };
    }

    private static CoverageMessage Describe(CoverageDay day) => new()
    {
        Camera = day.CameraId,
        Day = day.Day,
        MinutesWatched = day.WatchedMinutes,
        Blind = ByReason(day.Blind),
        Slowed = day.Slowed.Any() ? ByReason(day.Slowed) : null,
    };

    private static List<BlindTime> ByReason(IEnumerable<CoverageSpan> spans) =>
    [
        .. spans
            .GroupBy(span => span.Reason.Length > 0 ? span.Reason : span.State.ToString().ToLowerInvariant())
            .Select(group => new BlindTime(group.Key, (int)Math.Ceiling(group.Sum(span => span.Length.TotalMinutes)))),
    ];
}
