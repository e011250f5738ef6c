using Edge.Domain.Inspection;

namespace Edge.Domain.Tests.Inspection;

public sealed class ShiftPlanTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ShiftPlan ThreeShifts = new(Berlin, [new(22, 0), new(6, 0), new(14, 0)]);

    [Theory]
    [InlineData("2026-06-01T04:00:00Z", "2026-06-01-0600", "2026-06-01T04:00:00Z", "2026-06-01T12:00:00Z")]
    [InlineData("2026-06-01T11:59:59Z", "2026-06-01-0600", "2026-06-01T04:00:00Z", "2026-06-01T12:00:00Z")]
    [InlineData("2026-06-01T12:00:00Z", "2026-06-01-1400", "2026-06-01T12:00:00Z", "2026-06-01T20:00:00Z")]
    [InlineData("2026-06-02T00:30:00Z", "2026-06-01-2200", "2026-06-01T20:00:00Z", "2026-06-02T04:00:00Z")]
    [InlineData("2026-01-01T03:00:00Z", "2025-12-31-2200", "2025-12-31T21:00:00Z", "2026-01-01T05:00:00Z")]
    public void Moment_OnAnyDay_IsInItsShift(string moment, string name, string from, string to) => Check(ThreeShifts, moment, name, from, to);

    /// <summary>29 March 2026, 02:00 becomes 03:00; 25 October 2026, 03:00 becomes 02:00.</summary>
    [Theory]
    [InlineData("2026-03-29T02:00:00Z", "2026-03-28-2200", "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("2026-10-25T02:00:00Z", "2026-10-24-2200", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")]
    public void Shift_OverAChangeOfTheClock_IsAnHourShorterOrLonger(string moment, string name, string from, string to) => Check(ThreeShifts, moment, name, from, to);

    [Theory]
    // 02:30 is left out: the shift begins when the clock jumps, at 03:00 summer time.
    [InlineData("2026-03-29T00:59:59Z", "2026-03-28-0230", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29-0230", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    // 02:30 comes twice: the shift begins at the first of them.
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25-0230", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25-0230", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void Start_LeftOutOrTwiceOnTheClock_IsOneMoment(string moment, string name, string from, string to) =>
        Check(new ShiftPlan(Berlin, [new(2, 30)]), moment, name, from, to);

    /// <summary>Every minute of two years belongs to one shift, shifts follow each other, and each begins once.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "06:00,14:00,22:00")]
    [InlineData("Europe/Berlin", "02:00,02:30,03:00")]
    [InlineData("America/St_Johns", "00:01,12:00")]
    [InlineData("Australia/Lord_Howe", "01:45,02:15,23:59")]
    [InlineData("Africa/Cairo", "00:00")]
    public void Shifts_OfTwoYears_FollowWithoutAGap(string zone, string starts)
    {
        var plan = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById(zone), starts.Split(',').Select(start => TimeOnly.Parse(start)));
        DateTimeOffset end = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Shift shift = plan.At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var names = new HashSet<string>();
        while (shift.From < end)
        {
            Assert.True(shift.From < shift.To);
            Assert.True(names.Add(shift.Name), shift.Name);
            Assert.Equal(shift, plan.At(shift.From));
            Assert.Equal(shift, plan.At(shift.To.AddTicks(-1)));
            Shift next = plan.At(shift.To);
            Assert.Equal(shift.To, next.From);
            Assert.Equal(shift, plan.Before(next.From));
            shift = next;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("06:00,06:00")]
    public void Starts_NoneOrTwice_AreRefused(string starts) =>
        Assert.Throws<ArgumentException>(() => new ShiftPlan(Berlin, starts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(start => TimeOnly.Parse(start))));

    private static void Check(ShiftPlan plan, string moment, string name, string from, string to)
    {
        Shift shift = plan.At(DateTimeOffset.Parse(moment));
        Assert.Equal((name, DateTimeOffset.Parse(from), DateTimeOffset.Parse(to)), (shift.Name, shift.From, shift.To));
    }
}
