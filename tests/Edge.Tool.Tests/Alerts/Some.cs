using System.Text;
using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Tool.Tests.Alerts;

/// <summary>Alert messages as the agent publishes them.</summary>
internal static class Some
{
    public static AlertMessage Alert(
        AlertMessageKind kind = AlertMessageKind.Enters,
        AlertMessagePhase phase = AlertMessagePhase.New,
        string alertId = "a1",
        string rule = "person-enters",
        string? zone = "scene",
        string className = "person") =>
        new()
        {
            AlertId = alertId,
            Phase = phase,
            Momentary = kind is AlertMessageKind.Enters,
            Device = "device-1",
            Site = "site-1",
            Camera = "gate",
            Rule = rule,
            Kind = kind,
            Zone = zone,
            StartedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
            At = new DateTimeOffset(2026, 6, 1, 12, 34, 56, 789, TimeSpan.Zero),
            DurationSeconds = 12.34,
            Count = 1,
            Object = new AlertObject { Track = 7, ClassName = className, Score = 0.876, BoxPx = new AlertBox(1, 2, 3, 4) },
            Model = new AlertModel("m", "", "sha256:00"),
        };

    public static string Line(AlertMessage alert, Guid? eventId = null, string type = EventTypes.Alert) => JsonSerializer.Serialize(
        CloudEvents.Create(eventId ?? Guid.CreateVersion7(), alert.Site, alert.Device, type, alert.At, alert),
        EventJson.Default.CloudEventAlertMessage);

    public static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
}
