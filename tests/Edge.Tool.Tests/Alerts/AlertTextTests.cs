using Edge.Contracts.Messages;
using Edge.Tool.Alerts;

namespace Edge.Tool.Tests.Alerts;

public sealed class AlertTextTests
{
    private static readonly AlertText Plain = new(TimeZoneInfo.Utc, isColoured: false);

    [Fact]
    public void Describe_EntersZone_SaysTimePhaseCameraRuleWhatScoreAndTrack() =>
        Assert.Equal("12:34:56.789  NEW      gate  person-enters  person entered zone scene  score 0.88  track 7", Plain.Describe(Some.Alert()));

    [Fact]
    public void Describe_CrossesLine_SaysWhichWay()
    {
        AlertMessage alert = Some.Alert(AlertMessageKind.Crosses, zone: null, className: "car") with { Line = "middle", Direction = AlertMessageDirection.LeftToRight };
        Assert.Contains("car crossed line middle left to right", Plain.Describe(alert), StringComparison.Ordinal);
        Assert.Contains("car crossed line middle right to left", Plain.Describe(alert with { Direction = AlertMessageDirection.RightToLeft }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(AlertMessageKind.Present), nameof(AlertMessagePhase.New), "NEW      gate  r  person is in zone scene  ")]
    [InlineData(nameof(AlertMessageKind.Present), nameof(AlertMessagePhase.Updated), "updated  gate  r  person is still in zone scene after 12.3 s  ")]
    [InlineData(nameof(AlertMessageKind.Present), nameof(AlertMessagePhase.Ended), "ended    gate  r  person is no longer in zone scene after 12.3 s  ")]
    [InlineData(nameof(AlertMessageKind.Leaves), nameof(AlertMessagePhase.New), "person left zone scene  ")]
    [InlineData(nameof(AlertMessageKind.Loiters), nameof(AlertMessagePhase.New), "person loiters in zone scene  ")]
    [InlineData(nameof(AlertMessageKind.Loiters), nameof(AlertMessagePhase.Ended), "person no longer loiters in zone scene after 12.3 s  ")]
    [InlineData(nameof(AlertMessageKind.Count), nameof(AlertMessagePhase.New), "1 object in zone scene, outside its limits  ")]
    [InlineData(nameof(AlertMessageKind.Count), nameof(AlertMessagePhase.Ended), "1 object in zone scene, within its limits again after 12.3 s  ")]
    public void Describe_KindAndPhase_SaysWhatHappened(string kind, string phase, string expected) =>
        Assert.Contains(expected, Plain.Describe(Some.Alert(Enum.Parse<AlertMessageKind>(kind), Enum.Parse<AlertMessagePhase>(phase), rule: "r")), StringComparison.Ordinal);

    [Fact]
    public void Describe_NoZoneAndNoObject_SaysThePicture()
    {
        string text = Plain.Describe(Some.Alert(AlertMessageKind.Count, zone: null) with { Object = null, Count = 3 });
        Assert.EndsWith("3 objects in the picture, outside its limits", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ClassifierLabel_IsSaid()
    {
        AlertMessage alert = Some.Alert();
        Assert.Contains("person (courier) entered", Plain.Describe(alert with { Object = alert.Object! with { Label = "courier" } }), StringComparison.Ordinal);
        Assert.Contains("person entered", Plain.Describe(alert with { Object = alert.Object! with { Label = "person" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_LocalTime_IsTheZones()
    {
        var east = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east");
        Assert.StartsWith("14:34:56.789", new AlertText(east, isColoured: false).Describe(Some.Alert()), StringComparison.Ordinal);
        Assert.NotEmpty(new AlertText(east, isColoured: false).Describe(Some.Alert() with { At = DateTimeOffset.MaxValue }));
    }

    [Fact]
    public void Describe_Coloured_OnlyThePhaseIs()
    {
        string text = new AlertText(TimeZoneInfo.Utc, isColoured: true).Describe(Some.Alert());
        Assert.Contains("\e[1;33mNEW    \e[0m  gate", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Plain.Describe(Some.Alert()));
    }

    [Fact]
    public void Describe_NamesThatCommandATerminal_LoseTheirControlCharacters()
    {
        string text = Plain.Describe(Some.Alert(rule: "a\e[2Jb\nc") with { Zone = "z\e]0;x\a" });
        Assert.DoesNotContain(text, char.IsControl);
        Assert.Contains("a?[2Jb?c", text, StringComparison.Ordinal);
    }
}
