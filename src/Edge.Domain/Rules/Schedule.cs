using System.Collections.Immutable;

namespace Edge.Domain.Rules;

/// <summary>The times of the week at which a rule is armed, in one time zone.</summary>
/// <param name="TimeZone">Zone that days and times are read in.</param>
/// <param name="Windows">Armed inside any of these; never empty.</param>
public sealed record Schedule(TimeZoneInfo TimeZone, ImmutableArray<ScheduleWindow> Windows)
{
    /// <summary>Whether <paramref name="utc"/> falls inside a window.</summary>
    public bool IsArmed(DateTimeOffset utc)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(utc, TimeZone);
        foreach (ScheduleWindow window in Windows)
        {
            if (window.Contains(local.DayOfWeek, TimeOnly.FromTimeSpan(local.TimeOfDay)))
                return true;
        }

        return false;
    }
}
