using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Cloud.Ingest;

/// <summary>Turns messages into statements. Pure: what it adds depends on its arguments alone.</summary>
internal static class InboundRows
{
    /// <summary>Length of a span of <c>telemetry_history</c>.</summary>
    public static readonly TimeSpan HistorySpan = TimeSpan.FromMinutes(5);

    /// <summary>Adds the row of an event. Returns its place in the batch.</summary>
    public static int AddEvent(SqlBatch batch, Inbound.Event message, long received) => batch.Add(
        IngestSql.Event,
        ("@device", message.Device),
        ("@id", Text(message.Id)),
        ("@kind", message.Kind),
        ("@happened", Milliseconds(message.At)),
        ("@received", received),
        ("@fault", (message as Inbound.Unreadable)?.Fault),
        ("@payload", Bytes(message.Payload)));

    /// <summary>Adds what a message changes beside <see cref="AddEvent"/>.</summary>
    public static void Add(SqlBatch batch, Inbound message, long received)
    {
        switch (message)
        {
            case Inbound.Alert alert:
                AddAlert(batch, alert, received);
                break;
            case Inbound.Verdict verdict:
                AddVerdict(batch, verdict, received);
                break;
            case Inbound.Ejection { Message.PartId: { } part } ejection when Guid.TryParse(part, out Guid id):
                batch.Add(IngestSql.Ejection, ("@result", Name(ejection.Message.Result)), ("@device", ejection.Device), ("@part_id", Text(id)));
                break;
            case Inbound.Telemetry telemetry:
                AddTelemetry(batch, telemetry, received);
                break;
            case Inbound.Coverage coverage:
                AddCoverage(batch, coverage);
                break;
            case Inbound.Station { Message: { } message2 } station:
                batch.Add(
                    IngestSql.Station,
                    ("@device", station.Device),
                    ("@station", station.Name),
                    ("@site", station.Site),
                    ("@mode", Name(message2.Mode)),
                    ("@at", received),
                    ("@payload", Bytes(station.Payload)));
                break;
            case Inbound.Station station:
                batch.Add(IngestSql.StationGone, ("@device", station.Device), ("@station", station.Name));
                break;
            case Inbound.Picture picture:
                batch.Add(
                    IngestSql.Picture,
                    ("@device", picture.Device),
                    ("@camera", picture.Camera),
                    ("@at", received),
                    ("@size", (long)picture.Jpeg.Length),
                    ("@artifact", PictureKeeper.KeyOf(picture.Device, picture.Camera)));
                break;
            case Inbound.State state:
                AddState(batch, state, received);
                break;
            case Inbound.Reported { Verified: { } report } reported:
                batch.Add(IngestSql.Report, ("@device", reported.Device), ("@sequence", report.Sequence), ("@received", received));
                batch.Add(
                    IngestSql.RegistryReport,
                    ("@reported", Text(DeviceMessages.Write(reported.Message))),
                    ("@received", received),
                    ("@device", reported.Device),
                    ("@sequence", report.Sequence));
                break;
        }
    }

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    /// <summary>An id as the tables have it.</summary>
    public static string Text(Guid id) => id.ToString("D");

    private static string Text(byte[] utf8) => System.Text.Encoding.UTF8.GetString(utf8).Replace("\\u0000", "", StringComparison.Ordinal);

    /// <summary>A value's name in JSON, which is also its name in tables.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void AddState(SqlBatch batch, Inbound.State inbound, long received)
    {
        DeviceState state = inbound.Message;
        (string status, long since) = (Name(state.Status), Milliseconds(state.Since));
        batch.Add(
            IngestSql.State,
            ("@device", inbound.Device),
            ("@boot", Cut(state.BootId, 64)),
            ("@since", since),
            ("@status", status),
            ("@received", received));
        batch.Add(
            IngestSql.RegistryState,
            ("@status", status),
            ("@state", Text(DeviceMessages.Write(state))),
            ("@device", inbound.Device),
            ("@since", since),
            ("@received", received));
    }

    private static void AddCoverage(SqlBatch batch, Inbound.Coverage coverage)
    {
        string day = coverage.Message.Day.ToString("O", CultureInfo.InvariantCulture);
        batch.Add(
            IngestSql.Coverage,
            ("@device", coverage.Device),
            ("@camera", coverage.Message.Camera),
            ("@day", day),
            ("@minutes", (long)coverage.Message.MinutesWatched),
            ("@at", Milliseconds(coverage.At)),
            ("@payload", Bytes(coverage.Payload)));
        batch.Add(IngestSql.RegistryCoverage, ("@device", coverage.Device), ("@day", day));
    }

    private static void AddAlert(SqlBatch batch, Inbound.Alert inbound, long received)
    {
        AlertMessage alert = inbound.Message;
        batch.Add(
            IngestSql.Alert,
            ("@device", inbound.Device),
            ("@alert", Text(Guid.Parse(alert.AlertId))),
            ("@site", inbound.Site),
            ("@camera", Cut(alert.Camera, 64)),
            ("@rule", Cut(alert.Rule, 128)),
            ("@kind", Name(alert.Kind)),
            ("@place", (alert.Zone ?? alert.Line) is { } place ? Cut(place, 128) : null),
            ("@class", alert.Object is { } subject ? Cut(subject.ClassName, 128) : null),
            ("@score", alert.Object?.Score),
            ("@phase", alert.Momentary ? "ended" : Name(alert.Phase)),
            ("@momentary", alert.Momentary ? 1L : 0L),
            ("@started", Milliseconds(alert.StartedAt)),
            ("@last", Milliseconds(alert.At)),
            ("@ended", alert.EndedAt is { } ended ? Milliseconds(ended) : alert.Momentary ? Milliseconds(alert.At) : null),
            ("@duration", (long)Math.Clamp(alert.DurationSeconds * 1000, 0, 1e15)),
            ("@count", (long)alert.Count),
            ("@model", Cut(alert.Model.Name, 128)),
            ("@modelVersion", Cut(alert.Model.Version, 128)),
            ("@evidence", alert.Evidence is { } evidence ? Cut(evidence.Id, 256) : null),
            ("@firstEvent", alert.Phase == AlertMessagePhase.New ? Text(inbound.Id) : null),
            ("@received", received));
    }

    private static void AddVerdict(SqlBatch batch, Inbound.Verdict inbound, long received)
    {
        VerdictMessage verdict = inbound.Message;
        batch.Add(
            IngestSql.Verdict,
            ("@device", inbound.Device),
            ("@part_id", Text(Guid.Parse(verdict.PartId))),
            ("@site", inbound.Site),
            ("@station", Cut(verdict.Station, 64)),
            ("@part", verdict.Part),
            ("@product", Cut(verdict.Product, 128)),
            ("@purpose", Name(verdict.Purpose)),
            ("@outcome", Name(verdict.Outcome)),
            ("@defect", verdict.Defects.Count > 0 ? Cut(verdict.Defects[0].ClassName, 128) : null),
            ("@confirmation", verdict.Confirmation is { } confirmation ? Name(confirmation.Result) : null),
            ("@model", verdict.Model is { } model ? Cut(model.Name, 128) : null),
            ("@modelVersion", verdict.Model is { } model2 ? Cut(model2.Version, 128) : null),
            ("@decided", Milliseconds(verdict.DecidedAt)),
            ("@latency", verdict.LatencyUs),
            ("@evidence", verdict.Evidence is { } evidence ? Cut(evidence.Id, 256) : null),
            ("@received", received));
    }

    private static void AddTelemetry(SqlBatch batch, Inbound.Telemetry inbound, long received)
    {
        TelemetryMessage message = inbound.Message;
        double rate = message.Cameras.Sum(camera => camera.FramesPerSecond);
        double? latency = WorstP99(message, "endToEnd");
        batch.Add(
            IngestSql.Telemetry,
            ("@device", inbound.Device),
            ("@at", Milliseconds(inbound.At)),
            ("@received", received),
            ("@version", Cut(message.AgentVersion, 64)),
            ("@uptime", message.UptimeSeconds),
            ("@memory", message.MemoryBytes),
            ("@temperature", message.TemperatureC),
            ("@slowed", message.SlowedTo),
            ("@fps", rate),
            ("@latency", latency),
            ("@inference", WorstP99(message, "infer")),
            ("@depth", message.Outbox.Depth),
            ("@lost", message.Outbox.LostAlerts),
            ("@payload", Bytes(inbound.Payload)));
        batch.Add(IngestSql.RegistryHealth, ("@health", HealthSummary.Of(inbound, received).ToJson()), ("@device", inbound.Device));
        long span = (long)HistorySpan.TotalMilliseconds;
        // By our clock: a device whose clock is wrong still has its history where people look for it.
        batch.Add(
            IngestSql.TelemetryHistory,
            ("@device", inbound.Device),
            ("@span", received / span * span),
            ("@fps", rate),
            ("@latency", latency),
            ("@temperature", message.TemperatureC),
            ("@memory", message.MemoryBytes),
            ("@depth", message.Outbox.Depth));
    }

    internal static double? WorstP99(TelemetryMessage message, string stage)
    {
        double? worst = null;
        foreach (CameraTelemetry camera in message.Cameras)
        {
            if (camera.Stages.TryGetValue(stage, out StageTelemetry? found) && !(found.P99Ms <= worst))
                worst = found.P99Ms;
        }

        return worst;
    }

    private static string Cut(string text, int length)
    {
        // PostgreSQL takes no zero character in a text.
        string clean = text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        return clean.Length <= length ? clean : clean[..length];
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : payload.ToArray();
}
