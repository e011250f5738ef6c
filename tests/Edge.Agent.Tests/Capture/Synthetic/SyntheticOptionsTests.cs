using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class SyntheticOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("street")]
    [InlineData("street?")]
    public void Parse_NothingAsked_IsTheStreet(string text)
    {
        SyntheticOptions options = SyntheticOptions.Parse(text);

        Assert.Equal(new SyntheticOptions(), options);
        Assert.True(options.IsLive);
    }

    [Fact]
    public void Parse_EverySetting_IsRead()
    {
        SyntheticOptions options = SyntheticOptions.Parse(
            "street?width=320&height=192&fps=7.5&seed=9&people=0&cars=8&speed=2&frames=100&stallEvery=60s&stallFor=500ms&dieEvery=2m&resizeEvery=1h&garbageEvery=5s&garbageFor=1s");

        Assert.Equal(
            new SyntheticOptions
            {
                Size = new SizePx(320, 192),
                Fps = 7.5,
                Seed = 9,
                People = 0,
                Cars = 8,
                Speed = 2,
                Frames = 100,
                Faults = new SyntheticFaults
                {
                    StallEvery = TimeSpan.FromMinutes(1),
                    StallFor = TimeSpan.FromSeconds(0.5),
                    DieEvery = TimeSpan.FromMinutes(2),
                    ResizeEvery = TimeSpan.FromHours(1),
                    GarbageEvery = TimeSpan.FromSeconds(5),
                    GarbageFor = TimeSpan.FromSeconds(1),
                },
            },
            options);
    }

    [Fact]
    public void Parse_Boards_EverySettingIsRead()
    {
        SyntheticOptions options = SyntheticOptions.Parse("boards?seed=4&rate=30.5&defects=2&good=0.5&pace=fast&fps=12&frames=90&garbageEvery=5s");

        Assert.Equal(
            new SyntheticOptions
            {
                Scene = "boards",
                Size = new SizePx(640, 640),
                Fps = 12,
                Seed = 4,
                Rate = 30.5,
                Defects = 2,
                Good = 0.5,
                Frames = 90,
                IsLive = false,
                Faults = new SyntheticFaults { GarbageEvery = TimeSpan.FromSeconds(5) },
            },
            options);
    }

    [Theory]
    [InlineData("road", "'road'", "street, script, boards")]
    [InlineData("boards?width=800", "'width' is no setting", "rate")]
    [InlineData("boards?resizeEvery=5s", "'resizeEvery' is no setting", "rate")]
    [InlineData("boards?rate=0", "rate is '0'", "1 to 600")]
    [InlineData("boards?defects=17", "defects is '17'", "0 to 16")]
    [InlineData("boards?good=2", "good is '2'", "0 to 1")]
    [InlineData("boards?pace=fast&stallEvery=5s", "stallEvery does not go with pace=fast", "")]
    [InlineData("street?people=99", "people is '99'", "0 to 12")]
    [InlineData("street?width=-5", "width is '-5'", "64 to 3840")]
    [InlineData("street?fps=NaN", "fps is 'NaN'", "0.5 to 240")]
    [InlineData("street?colour=red", "'colour' is no setting", "people")]
    [InlineData("street?events=3", "'events' is no setting", "people")]
    [InlineData("street?pace=slow", "pace is 'slow'", "live, fast")]
    [InlineData("street?stallEvery=60", "stallEvery is '60'", "as 500ms, 8s")]
    [InlineData("street?people", "'people' has no value", "people=")]
    [InlineData("street?people=1&people=2", "'people' is given twice", "")]
    [InlineData("street?pace=fast&dieEvery=5s", "dieEvery does not go with pace=fast", "")]
    [InlineData("script?dieEvery=5s", "'dieEvery' is no setting", "gap")]
    public void TryParse_Wrong_SaysWhatIsWrongAndWhatIsAllowed(string text, string wrong, string allowed)
    {
        Assert.False(SyntheticOptions.TryParse(text, out _, out string? error));

        Assert.Contains(wrong, error, StringComparison.Ordinal);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_SeveralFaults_AllAreTold()
    {
        Assert.False(SyntheticOptions.TryParse("script?gap=0&hold=x&loop=1", out _, out string? error));

        Assert.Contains("gap", error, StringComparison.Ordinal);
        Assert.Contains("hold", error, StringComparison.Ordinal);
        Assert.Contains("loop", error, StringComparison.Ordinal);
    }
}
