using System.Text.Json.Nodes;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Vision.Inference;

namespace Edge.Agent.Hosting;

/// <summary>What one run came to, as one JSON object: for scripts, and for <c>deploy/run.sh --summary json</c>.</summary>
internal static class RunSummary
{
    /// <summary>Sums up the cameras.</summary>
    public static JsonObject Make(IReadOnlyList<CameraMetrics> cameras, SqliteOutbox outbox, ModelDefinition model, TimeSpan ran)
    {
        var stages = new JsonObject();
        foreach (Stage stage in Enum.GetValues<Stage>())
        {
            CameraMetrics? busiest = cameras.MaxBy(camera => camera[stage].Count);
            if (busiest is null || busiest[stage].Count == 0)
                continue;
            stages[System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(stage.ToString())] = new JsonObject
            {
                ["meanMs"] = Math.Round(busiest[stage].MeanMs, 3),
                ["p50Ms"] = Math.Round(busiest[stage].PercentileMs(0.5), 3),
                ["p99Ms"] = Math.Round(busiest[stage].PercentileMs(0.99), 3),
            };
        }

        long judged = cameras.Sum(camera => camera.FramesJudged);
        return new JsonObject
        {
            ["model"] = model.Name,
            ["modelDigest"] = model.Digest,
            ["seconds"] = Math.Round(ran.TotalSeconds, 2),
            ["frames"] = cameras.Sum(camera => camera.FramesCaptured),
            ["judged"] = judged,
            ["dropped"] = cameras.Sum(camera => camera.FramesDropped),
            ["still"] = cameras.Sum(camera => camera.FramesStill),
            ["inferences"] = cameras.Sum(camera => camera.Inferences),
            ["detections"] = cameras.Sum(camera => camera.Detections),
            ["tracks"] = cameras.Sum(camera => camera.Tracks),
            ["alerts"] = cameras.Sum(camera => camera.Alerts),
            ["framesPerSecond"] = Math.Round(ran > TimeSpan.Zero ? judged / ran.TotalSeconds : 0, 2),
            ["reconnects"] = cameras.Sum(camera => camera.Reconnects),
            ["pendingMessages"] = outbox.Depth,
            ["lostAlerts"] = outbox.Lost(OutboxKind.Alert),
            ["stages"] = stages,
        };
    }
}
