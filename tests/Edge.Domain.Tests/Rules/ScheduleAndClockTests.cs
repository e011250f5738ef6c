using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class ScheduleAndClockTests
{
    private static readonly Schedule OfficeHours = new(
        TimeZoneInfo.Utc,
        [new ScheduleWindow([DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(17, 0))]);

    // 2026-06-01 is a Monday.
    private static readonly DateTimeOffset Armed = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Disarmed = new(2026, 6, 1, 20, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RuleKind.Enters)]
    [InlineData(RuleKind.Leaves)]
    [InlineData(RuleKind.Present)]
    [InlineData(RuleKind.Loiters)]
    [InlineData(RuleKind.Count)]
    public void Rule_Disarmed_TellsNothing(RuleKind kind)
    {
        Rule rule = ZoneRule(kind) with { Schedule = OfficeHours, MaximumCount = 0, LoiterTime = TimeSpan.FromSeconds(1) };
        Assert.Empty(new Scene(rule) { Utc = Disarmed }.Play(50, At(500, 500)).Play(50).Events);
    }

    [Fact]
    public void Crosses_Disarmed_TellsNothing() =>
        Assert.Empty(new Scene(LineRule() with { Schedule = OfficeHours }) { Utc = Disarmed }.Walk(300, 700, 20).Play(5, At(700, 500)).Events);

    [Fact]
    public void Present_BecomesArmedWhileSomebodyIsThere_RaisedThen()
    {
        var scene = new Scene(ZoneRule(RuleKind.Present) with { Schedule = OfficeHours }) { Utc = Disarmed }.Play(50, At(500, 500));
        scene.Utc = Armed;
        Assert.Single(scene.Play(1, At(500, 500)).New);
    }

    [Fact]
    public void Present_BecomesDisarmed_EndedOnceAndSilent()
    {
        var scene = new Scene(ZoneRule(RuleKind.Present) with { Schedule = OfficeHours }) { Utc = Armed }.Play(50, At(500, 500));
        scene.Utc = Disarmed;
        scene.Play(50, At(500, 500)).Play(50);
        Assert.Equal([AlertPhase.New, AlertPhase.Ended], scene.Events.Select(e => e.Phase));
    }

    [Fact]
    public void Enters_EnteredWhileDisarmed_NotToldLater()
    {
        var scene = new Scene(ZoneRule(RuleKind.Enters) with { Schedule = OfficeHours }) { Utc = Disarmed }.Play(50, At(500, 500));
        scene.Utc = Armed;
        Assert.Empty(scene.Play(50, At(500, 500)).Events);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void Rules_ClockJumpsByAYear_EventsAreTheSame(int days)
    {
        Rule[] rules =
        [
            ZoneRule(RuleKind.Enters) with { CoolDown = TimeSpan.FromSeconds(3) },
            ZoneRule(RuleKind.Leaves),
            ZoneRule(RuleKind.Present),
            ZoneRule(RuleKind.Loiters) with { LoiterTime = TimeSpan.FromSeconds(4) },
            ZoneRule(RuleKind.Count) with { MinimumCount = 1 },
            LineRule(),
        ];
        Assert.Equal(Run(TimeSpan.Zero), Run(TimeSpan.FromDays(days)));

        List<(string, AlertPhase, long, TimeSpan)> Run(TimeSpan jump)
        {
            var scene = new Scene(rules);
            for (int round = 0; round < 5; round++)
            {
                scene.Walk(200, 600, 15).Utc += jump;
                scene.Play(60, At(600, 500)).Play(5).Utc -= jump / 2;
                scene.Play(10, At(600, 500)).Walk(600, 200, 15).Play(30);
            }

            Assert.NotEmpty(scene.Events);
            return [.. scene.Events.Select(e => (e.Rule.Id, e.Phase, e.Occurrence, e.At.Monotonic))];
        }
    }
}
