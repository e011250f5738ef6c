using System.Collections.Immutable;

namespace Edge.Domain.Inspection;

/// <summary>When shifts begin, day after day, by the clock on the wall. Immutable and thread safe.</summary>
public sealed class ShiftPlan
{
    private readonly TimeZoneInfo _zone;
    private readonly ImmutableArray<TimeOnly> _starts;

    /// <summary>A plan of shifts that follow each other without a gap.</summary>
    /// <param name="zone">Whose clock the starts are read from.</param>
    /// <param name="starts">Starts of a day, at least one, each once; one alone is a shift of a whole day.</param>
    /// <exception cref="ArgumentException">There is none, or one stands twice.</exception>
    public ShiftPlan(TimeZoneInfo zone, IEnumerable<TimeOnly> starts)
    {
        ArgumentNullException.ThrowIfNull(zone);
        _zone = zone;
        _starts = [.. starts.Order()];
        if (_starts.IsEmpty)
            throw new ArgumentException("no shift begins at any time; allowed: one start of a shift or more", nameof(starts));
        for (int i = 1; i < _starts.Length; i++)
        {
            if (_starts[i] == _starts[i - 1])
                throw new ArgumentException($"two shifts begin at {_starts[i]:HH:mm}; allowed: each start once", nameof(starts));
        }
    }

    /// <summary>The clock's zone.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>The shift that a moment belongs to.</summary>
    public Shift At(DateTimeOffset moment)
    {
        DateOnly today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);
        // Two days before and one after: a start may be moved over midnight where the clock changes there.
        Shift? current = null;
        foreach ((DateOnly date, TimeOnly start, DateTimeOffset at) in Starts(today.AddDays(-2), 4))
        {
            if (at > moment)
                return current! with { To = at };
            current = new Shift(date, start, at, at);
        }

        throw new InvalidOperationException($"no shift begins after {moment:O}");
    }

    /// <summary>The shift before that of <paramref name="moment"/>.</summary>
    public Shift Before(DateTimeOffset moment) => At(At(moment).From.AddTicks(-1));

    private IEnumerable<(DateOnly Date, TimeOnly Start, DateTimeOffset At)> Starts(DateOnly first, int days)
    {
        (DateOnly, TimeOnly, DateTimeOffset At)? waiting = null;
        for (int day = 0; day < days; day++)
        {
            foreach (TimeOnly start in _starts)
            {
                DateOnly date = first.AddDays(day);
                DateTimeOffset at = Moment(date.ToDateTime(start));
                // Two starts in the hour that the clock leaves out begin at once: the first of them is no shift on that day.
                if (waiting is { } before && before.At < at)
                    yield return before;
                waiting = (date, start, at);
            }
        }

        yield return waiting!.Value;
    }

    /// <summary>A time that the clock leaves out is when it jumps; one that it shows twice is the first of the two.</summary>
    private DateTimeOffset Moment(DateTime local)
    {
        if (_zone.IsInvalidTime(local))
        {
            // The first minute that is left out, read with the offset of the time before, is the moment of the jump.
            DateTime jump = local;
            while (_zone.IsInvalidTime(jump.AddMinutes(-1)))
                jump = jump.AddMinutes(-1);
            return new DateTimeOffset(jump, _zone.GetUtcOffset(jump.AddMinutes(-1))).ToUniversalTime();
        }

        TimeSpan offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
