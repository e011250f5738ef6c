using System.Security.Cryptography;
using System.Text.Json;
using Edge.Cloud.Ingest;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Tests.Scenes;

/// <summary>A device that says what it is made to say, signed with its own key.</summary>
internal sealed class SceneDevice(FleetScene scene, string id, string site) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Func<Task> _again = () => Task.CompletedTask;
    private long _sequence;

    public string Id => id;

    public string Site => site;

    /// <summary>Target that it runs; empty: as delivered.</summary>
    public string Installed { get; private set; } = "";

    private string Topic(string rest) => $"edge/v1/{site}/{id}/{rest}";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task StateAsync(DeviceStatus status = DeviceStatus.Online, string boot = "boot-1") =>
        scene.SayAsync(Topic("state"), DeviceMessages.Write(new DeviceState(status, "0.1.0", "street", boot, Now)));

    /// <summary>The same telemetry as last, of now.</summary>
    public Task TelemetryAgainAsync() => _again();

    public Task TelemetryAsync(double p99 = 42, double? temperature = 56, double fps = 14.6, string condition = "streaming", int cameras = 1)
    {
        _again = () => SendTelemetryAsync(p99, temperature, fps, condition, cameras);
        return _again();
    }

    private Task SendTelemetryAsync(double p99, double? temperature, double fps, string condition, int cameras) => scene.SayAsync(
        Topic("telemetry"),
        JsonSerializer.SerializeToUtf8Bytes(
            CloudEvents.Create(Guid.CreateVersion7(), site, id, EventTypes.Telemetry, Now, new TelemetryMessage
            {
                AgentVersion = "0.1.0",
                UptimeSeconds = 273_512,
                MemoryBytes = 212_000_000,
                ManagedBytes = 7_000_000,
                Threads = 31,
                Handles = 170,
                TemperatureC = temperature,
                Cameras = [.. Enumerable.Range(0, cameras).Select(camera => new CameraTelemetry
                {
                    Camera = camera == 0 ? "yard" : $"gate-{camera}", Condition = condition, Frames = 3_918_234, Dropped = 812, Still = 1_402_113, Inferences = 2_515_309, FramesPerSecond = fps,
                    Detections = 90_221, Tracks = 8_113, Alerts = 207, Reconnects = 2, QueueDepth = 0,
                    Stages = new Dictionary<string, StageTelemetry>
                    {
                        ["capture"] = new(4.1, 3.9, 6.2, 8.8), ["gate"] = new(0.6, 0.5, 0.9, 1.4), ["preprocess"] = new(1.9, 1.8, 2.6, 3.3), ["infer"] = new(p99 * .52, p99 * .5, p99 * .6, p99 * .7),
                        ["decode"] = new(0.8, 0.7, 1.3, 2.0), ["track"] = new(0.3, 0.3, 0.5, 0.8), ["decide"] = new(0.1, 0.1, 0.2, 0.3), ["endToEnd"] = new(p99 * .75, p99 * .72, p99 * .9, p99),
                    },
                })],
                Outbox = new OutboxTelemetry { Depth = 3, Waiting = 0, SizeBytes = 1000, Repairs = 0, LostTelemetry = 0, LostEvidence = 0, LostAlerts = 0 },
            }),
            EventJson.Default.CloudEventTelemetryMessage));

    public async Task<Guid> AlertAsync(string what, string rule, string zone, DateTimeOffset? at = null, bool hasEvidence = false)
    {
        var alert = Guid.CreateVersion7();
        DateTimeOffset began = at ?? Now;
        var message = new AlertMessage
        {
            AlertId = alert.ToString("D"),
            Phase = AlertMessagePhase.New,
            Momentary = false,
            Device = id,
            Site = site,
            Camera = "yard",
            Rule = rule,
            Kind = AlertMessageKind.Present,
            Zone = zone,
            StartedAt = began,
            At = began,
            DurationSeconds = 0,
            Count = 1,
            Object = new AlertObject { Track = 2, ClassName = what, Score = 0.93, Box = new AlertBox(0.5, 0.25, 0.1, 0.2), BoxPx = new AlertBox(320, 90, 64, 72) },
            Frame = new AlertFrame(310, 640, 360),
            Model = new AlertModel("street", "1.0.0", "sha256:" + new string('a', 64)),
            Evidence = hasEvidence ? new AlertEvidence($"2026/{alert:N}.jpg") : null,
        };
        await scene.SayAsync(Topic("alerts/yard"), JsonSerializer.SerializeToUtf8Bytes(CloudEvents.Create(Guid.CreateVersion7(), site, id, EventTypes.Alert, began, message, "cameras/yard"), EventJson.Default.CloudEventAlertMessage));
        return alert;
    }

    public Task CoverageAsync(DateOnly day, int minutes) => scene.SayAsync(
        Topic("telemetry"),
        JsonSerializer.SerializeToUtf8Bytes(
            CloudEvents.Create(Guid.CreateVersion7(), site, id, EventTypes.Coverage, Now, new CoverageMessage { Camera = "yard", Day = day, MinutesWatched = minutes, Blind = [] }, "cameras/yard"),
            EventJson.Default.CloudEventCoverageMessage));

    /// <summary>Says what it runs, and how an update fares.</summary>
    public async Task ReportAsync(string? installed = null, string version = "1.0.0", long counter = 1, UpdateProgress? update = null)
    {
        Installed = installed ?? Installed;
        var report = new DeviceReport
        {
            Site = site,
            Device = id,
            Hardware = "pi5",
            Serial = "SN-" + id,
            AgentVersion = "0.1.0",
            BootId = "boot-1",
            Sequence = ++_sequence,
            At = Now,
            Installed = new Dictionary<ReleaseKind, InstalledRelease>
            {
                [ReleaseKind.Model] = new(Installed, "street", version, Installed.Length == 0 ? 0 : counter, Installed.Length == 0 ? "" : new string('b', 64)),
                [ReleaseKind.Agent] = new("", "edge-agent", "0.1.0", 0, ""),
            },
            Updates = update is null ? new Dictionary<ReleaseKind, UpdateProgress>() : new Dictionary<ReleaseKind, UpdateProgress> { [ReleaseKind.Model] = update },
        };
        var reported = new ReportedState(1, true, [], "0.1.0", Now) { Signed = SignedDeviceReport.Sign(report, _key) };
        await scene.SayAsync(Topic("reported"), DeviceMessages.Write(reported), inbound => inbound is Inbound.Reported said ? said with { Verified = report } : inbound);
    }

    /// <summary>Target and rollout that it is told; nulls: nothing yet.</summary>
    public async Task<(string? Target, string? Rollout)> WantedAsync() =>
        await scene.DesiredAsync(id) is { } json && JsonSerializer.Deserialize<JsonElement>(json) is var desired && desired.TryGetProperty("targets", out JsonElement targets)
            ? (targets.TryGetProperty("model", out JsonElement target) ? target.GetString() : null, desired.GetProperty("rollout").GetString())
            : (null, null);

    /// <summary>Does what it is told: takes what it is to have and says so.</summary>
    /// <returns>Whether anything was to be done.</returns>
    public async Task<bool> ObeyAsync()
    {
        (string? target, string? rollout) = await WantedAsync();
        target = target == DesiredTargets.Factory ? "" : target;
        if (target is null || target == Installed)
            return false;
        string version = target.Length == 0 ? "1.0.0" : Path.GetFileNameWithoutExtension(target).Split('-')[^1];
        await ReportAsync(target, version, 2, new UpdateProgress { Target = target.Length == 0 ? DesiredTargets.Factory : target, Rollout = rollout!, Phase = UpdatePhase.Commit, Outcome = UpdateOutcome.Committed, Attempts = 1 });
        return true;
    }

    public void Dispose() => _key.Dispose();
}
