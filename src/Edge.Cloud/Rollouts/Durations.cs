using System.Globalization;

namespace Edge.Cloud.Rollouts;

/// <summary>Durations for people.</summary>
internal static class Durations
{
    /// <summary>In the largest unit that leaves a short number: <c>90 s</c>, <c>45 min</c>, <c>24 h</c>, <c>7 d</c>.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 120 } => Number(duration.TotalSeconds) + " s",
        { TotalMinutes: < 120 } => Number(duration.TotalMinutes) + " min",
        { TotalHours: < 72 } => Number(duration.TotalHours) + " h",
        _ => Number(duration.TotalDays) + " d",
    };

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
