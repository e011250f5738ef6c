using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Ingest;

/// <summary>How devices are doing: numbers now and over time, coverage, stations, the newest picture of a camera; and how ingest itself is doing.</summary>
internal static class TelemetryEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder devices = routes.MapGroup("/api/v1/devices/{device}").RequireAuthorization(Policies.Viewer).WithTags("Telemetry");
        devices.MapGet("telemetry", LatestAsync);
        devices.MapGet("telemetry/history", HistoryAsync);
        devices.MapGet("coverage", CoverageAsync);
        devices.MapGet("stations", StationsAsync);
        devices.MapGet("cameras/{camera}/picture", (string device, string camera, EvidenceStore store, IArtifactStore artifacts, HttpContext context) =>
            PictureResults.NewestAsync(device, camera, store, artifacts, context));
        RouteGroupBuilder ingest = routes.MapGroup("/api/v1/ingest").RequireAuthorization(Policies.Viewer).WithTags("Ingest");
        ingest.MapGet("statistics", (IngestCounters counters) => TypedResults.Ok(counters.Read()));
        ingest.MapGet("events", EventsAsync);
    }

    private static async Task<IResult> LatestAsync(string device, IDatabase database, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        byte[]? payload = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition("SELECT payload FROM telemetry WHERE device = @Device", new { Device = device }, cancellationToken: cancel));
        return payload is null ? ApiProblem.Absent("telemetry of", device) : TypedResults.Ok(JsonSerializer.Deserialize<JsonElement>(payload));
    }

    private static async Task<IResult> HistoryAsync(string device, IDatabase database, TimeProvider time, CancellationToken cancel, DateTimeOffset? since = null, DateTimeOffset? until = null)
    {
        DateTimeOffset to = until ?? time.GetUtcNow();
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<HistoryRow> rows = await connection.QueryAsync<HistoryRow>(new CommandDefinition(
            """
            SELECT span_at, samples, frames_per_second, latency_p99_ms, temperature_c, memory_bytes, outbox_depth FROM telemetry_history
            WHERE device = @Device AND span_at >= @Since AND span_at < @Until ORDER BY span_at LIMIT 10000
            """,
            new { Device = device, Since = (since ?? to.AddDays(-1)).ToUnixTimeMilliseconds(), Until = to.ToUnixTimeMilliseconds() },
            cancellationToken: cancel));
        return TypedResults.Ok(rows.Select(row => new TelemetrySpan(
            DateTimeOffset.FromUnixTimeMilliseconds(row.SpanAt), row.Samples, row.FramesPerSecond, row.LatencyP99Ms, row.TemperatureC, row.MemoryBytes, row.OutboxDepth)));
    }

    private static async Task<IResult> CoverageAsync(string device, IDatabase database, CancellationToken cancel, int days = 30)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<byte[]> rows = await connection.QueryAsync<byte[]>(new CommandDefinition(
            "SELECT payload FROM coverage WHERE device = @Device ORDER BY day DESC, camera LIMIT @Limit", new { Device = device, Limit = Math.Clamp(days, 1, 366) * 64 }, cancellationToken: cancel));
        return TypedResults.Ok(rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row).GetProperty("data")));
    }

    private static async Task<IResult> StationsAsync(string device, IDatabase database, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<byte[]> rows = await connection.QueryAsync<byte[]>(new CommandDefinition("SELECT payload FROM stations WHERE device = @Device ORDER BY station", new { Device = device }, cancellationToken: cancel));
        return TypedResults.Ok(rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row).GetProperty("data")));
    }

    /// <summary>Ids of stored events in the order of device and id: to compare with what devices say that they sent.</summary>
    private static async Task<IResult> EventsAsync(IDatabase database, CancellationToken cancel, string after = "", string afterId = "", int limit = 1000)
    {
        if (limit is < 1 or > 50_000)
            return ApiProblem.Bad("badLimit", $"limit is {limit}; 1 to 50000 are allowed");
        await using DbConnection connection = await database.OpenAsync(cancel);
        List<(string Device, string Id)> rows = [.. await connection.QueryAsync<(string, string)>(new CommandDefinition(
            "SELECT device, id FROM events WHERE (device, id) > (@After, @AfterId) ORDER BY device, id LIMIT @Limit", new { After = after, AfterId = afterId, Limit = limit }, cancellationToken: cancel))];
        return TypedResults.Ok(rows.Select(row => $"{row.Device}/{row.Id}"));
    }

    /// <summary>Five minutes of a device.</summary>
    /// <param name="At">When they began, UTC.</param>
    /// <param name="Samples">Telemetry messages.</param>
    /// <param name="FramesPerSecond">Mean rate of all cameras together.</param>
    /// <param name="LatencyP99Ms">Worst p99 from capture to alert.</param>
    /// <param name="TemperatureC">Hottest.</param>
    /// <param name="MemoryBytes">Most.</param>
    /// <param name="OutboxDepth">Most.</param>
    internal sealed record TelemetrySpan(DateTimeOffset At, long Samples, double FramesPerSecond, double? LatencyP99Ms, double? TemperatureC, long MemoryBytes, long OutboxDepth);

    private sealed class HistoryRow
    {
        public long SpanAt { get; init; }

        public long Samples { get; init; }

        public double FramesPerSecond { get; init; }

        public double? LatencyP99Ms { get; init; }

        public double? TemperatureC { get; init; }

        public long MemoryBytes { get; init; }

        public long OutboxDepth { get; init; }
    }
}
