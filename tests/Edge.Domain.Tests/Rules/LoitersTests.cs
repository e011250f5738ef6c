using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class LoitersTests
{
    private static readonly Rule Loiters = ZoneRule(RuleKind.Loiters) with { LoiterTime = TimeSpan.FromSeconds(10) };

    [Fact]
    public void Loiters_StaysLongEnough_RaisedOnceThenEnded()
    {
        var scene = new Scene(Loiters).Play(100, At(500, 500));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(100, At(500, 500)).New);
        Assert.Equal([AlertPhase.New, AlertPhase.Ended], scene.Play(50).Events.Select(e => e.Phase));
    }

    [Fact]
    public void Loiters_GoesBeforeTheTime_NotTold() =>
        Assert.Empty(new Scene(Loiters).Play(90, At(500, 500)).Play(100).Events);

    [Fact]
    public void Loiters_VanishesJustBeforeTheTime_NotToldForTimeUnseen() =>
        Assert.Empty(new Scene(Loiters).Play(95, At(500, 500)).Play(19).Play(30, At(100, 500)).Events);

    [Fact]
    public void Loiters_ShortAbsences_ClockGoesOn() =>
        Assert.Single(new Scene(Loiters).Play(50, At(500, 500)).Play(10).Play(45, At(500, 500, id: 2)).New);

    [Fact]
    public void Loiters_TwoPeople_AnAlertForEach()
    {
        var scene = new Scene(Loiters).Play(120, At(400, 400, id: 1), At(600, 600, id: 2));
        Assert.Equal([1L, 2L], scene.New.Select(e => e.Track!.Value.Id));
        Assert.Equal(2, scene.New.Select(e => e.Occurrence).Distinct().Count());
    }

    [Fact]
    public void Loiters_TimeByClass_Used()
    {
        Rule rule = Loiters with { LoiterTimeByClass = Loiters.LoiterTimeByClass.Add(Car, TimeSpan.FromSeconds(30)) };
        var scene = new Scene(rule).Play(200, At(400, 400, id: 1), At(600, 600, id: 2, classId: Car));
        Assert.Equal(1, Assert.Single(scene.New).Track!.Value.Id);
        Assert.Equal(2, scene.Play(120, At(400, 400, id: 1), At(600, 600, id: 2, classId: Car)).New.Count());
    }

    [Fact]
    public void Loiters_GateShut_TimePassesAllTheSame() =>
        Assert.Single(new Scene(Loiters).Play(5, At(500, 500)).Play(120, inferred: false, At(500, 500)).New);

    [Fact]
    public void Loiters_SourceLost_Ended() =>
        Assert.Single(new Scene(Loiters).Play(120, At(500, 500)).EndAll().Ended);
}
