using System.Text;
using Edge.Contracts.Messages;

namespace Edge.Tool.Alerts;

/// <summary>Says in one line what an alert message tells.</summary>
/// <param name="zone">Whose clock the times are told in.</param>
/// <param name="isColoured">Whether the phase is coloured, for a terminal.</param>
internal sealed class AlertText(TimeZoneInfo zone, bool isColoured)
{
    /// <summary>Time, phase, camera, rule, what, score, track; no line end and no control characters but the colour's.</summary>
    public string Describe(AlertMessage alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var text = new StringBuilder();
        text.Append(TimeZoneInfo.ConvertTime(alert.At, zone).ToString("HH:mm:ss.fff"));
        text.Append("  ").Append(Phase(alert.Phase)).Append("  ");
        text.Append(Clean(alert.Camera)).Append("  ").Append(Clean(alert.Rule)).Append("  ").Append(What(alert));
        if (alert.Object is { } seen)
            text.Append($"  score {seen.Score:0.00}  track {seen.Track}");
        return text.ToString();
    }

    /// <summary>The text without control characters, which could command a terminal.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = char.IsControl(from[i]) ? '?' : from[i];
        }) : text;

    private static string What(AlertMessage alert)
    {
        string place = alert.Zone is { } zoneId ? "zone " + Clean(zoneId) : "the picture";
        string subject = Subject(alert);
        string said = (alert.Kind, alert.Phase) switch
        {
            (AlertMessageKind.Enters, _) => $"{subject} entered {place}",
            (AlertMessageKind.Leaves, _) => $"{subject} left {place}",
            (AlertMessageKind.Crosses, _) => $"{subject} crossed line {Clean(alert.Line ?? "?")}{Direction(alert.Direction)}",
            (AlertMessageKind.Present, AlertMessagePhase.New) => $"{subject} is in {place}",
            (AlertMessageKind.Present, AlertMessagePhase.Ended) => $"{subject} is no longer in {place}",
            (AlertMessageKind.Present, _) => $"{subject} is still in {place}",
            (AlertMessageKind.Loiters, AlertMessagePhase.New) => $"{subject} loiters in {place}",
            (AlertMessageKind.Loiters, AlertMessagePhase.Ended) => $"{subject} no longer loiters in {place}",
            (AlertMessageKind.Loiters, _) => $"{subject} still loiters in {place}",
            (AlertMessageKind.Count, AlertMessagePhase.Ended) => $"{subject} in {place}, within its limits again",
            (AlertMessageKind.Count, _) => $"{subject} in {place}, outside its limits",
            _ => $"{subject}, in {place}",
        };
        return alert.Phase == AlertMessagePhase.New ? said : $"{said} after {alert.DurationSeconds:0.0} s";
    }

    private static string Subject(AlertMessage alert)
    {
        if (alert.Kind == AlertMessageKind.Count)
            return alert.Count == 1 ? "1 object" : $"{alert.Count} objects";
        if (alert.Object is not { } seen)
            return "an object";
        // A second look that only confirms the first needs no word.
        return seen.Label is { } label && label != seen.ClassName ? $"{Clean(seen.ClassName)} ({Clean(label)})" : Clean(seen.ClassName);
    }

    private static string Direction(AlertMessageDirection? direction) => direction switch
    {
        AlertMessageDirection.LeftToRight => " left to right",
        AlertMessageDirection.RightToLeft => " right to left",
        _ => "",
    };

    private string Phase(AlertMessagePhase phase)
    {
        // All of the same width, so that the columns after them line up.
        (string name, string colour) = phase switch
        {
            AlertMessagePhase.New => ("NEW    ", "\e[1;33m"),
            AlertMessagePhase.Updated => ("updated", "\e[36m"),
            AlertMessagePhase.Ended => ("ended  ", "\e[90m"),
            _ => ("?      ", ""),
        };
        return isColoured && colour.Length > 0 ? $"{colour}{name}\e[0m" : name;
    }
}
