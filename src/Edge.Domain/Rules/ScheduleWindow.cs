using System.Collections.Immutable;

namespace Edge.Domain.Rules;

/// <summary>A daily span on some days of the week. A span whose end is not after its start runs past midnight and belongs to the day it starts on.</summary>
/// <param name="Days">Days on which it starts.</param>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive; equal to <paramref name="From"/> is a whole day.</param>
public sealed record ScheduleWindow(ImmutableHashSet<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Whether local time <paramref name="time"/> on <paramref name="day"/> is inside.</summary>
    public bool Contains(DayOfWeek day, TimeOnly time)
    {
        if (From < To)
            return Days.Contains(day) && time >= From && time < To;

        DayOfWeek yesterday = (DayOfWeek)(((int)day + 6) % 7);
        return (Days.Contains(day) && time >= From) || (Days.Contains(yesterday) && time < To);
    }
}
