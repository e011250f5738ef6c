using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

/// <summary>How the settings of stations must fit together.</summary>
public sealed class StationSettingsTests
{
    private const string Good = """
        cameras:
          - { id: top, source: "synthetic:boards" }
          - { id: yard, source: "synthetic:street", rules: [{ when: present }] }
        stations:
          - id: line1
            camera: top
            trigger: { kind: gpio, line: { line: 3 } }
            products:
              - { id: a, pixelsPerMm: 20, zones: [{ id: edge, points: [[0, 0], [1, 0], [1, 1]] }], limits: [{ class: spur, zone: edge, maximumCount: 2, maximumSizeMm: 0.5 }] }
            deadline: 300ms
            reject: { output: { line: 1 }, delay: 400ms, confirm: { line: 2 }, ready: { line: 4 } }
        """;

    [Fact]
    public void Good_IsValid()
    {
        SettingsResult result = ConfigFile.LoadText(Good);
        Assert.True(result.IsValid, result.ToText());
        Assert.Equal(0.5f, Assert.Single(Assert.Single(result.Settings.Stations).Products[0].Limits).MaximumSizeMm);
    }

    [Theory]
    [InlineData("camera: top", "camera: side", "stations[0].camera", "there is no camera \"side\"")]
    [InlineData("camera: top", "camera: yard", "cameras[1].rules", "rules are not looked at")]
    [InlineData("camera: top", "evidence: true", "stations[0].camera", "no camera is named")]
    [InlineData("kind: gpio, line: { line: 3 }", "kind: gpio", "stations[0].trigger.line.line", "no line is given")]
    [InlineData("kind: gpio, line: { line: 3 }", "kind: encoder", "stations[0].reject.encoder.line", "no line is given")]
    [InlineData("kind: gpio, line: { line: 3 }", "kind: file", "stations[0].camera", "brings its own pictures")]
    [InlineData("confirm: { line: 2 }", "confirm: { line: 1 }", "stations[0].reject.confirm.line", "already that of")]
    [InlineData("deadline: 300ms", "deadline: 500ms", "stations[0].deadline", "past the ejector")]
    [InlineData("deadline: 300ms", "deadline: 100ms", "stations[0].deadline", "before the picture is given up")]
    [InlineData("delay: 400ms", "delay: 400ms, delayCounts: 10, encoder: { line: 7 }", "stations[0].reject.delay", "delayCounts is given too")]
    [InlineData("output: { line: 1 }, ", "", "stations[0].reject", "no ejector")]
    [InlineData("zone: edge, maximumCount", "zone: side, maximumCount", "stations[0].products[0].limits[0].zone", "has no zone \"side\"")]
    [InlineData("pixelsPerMm: 20, ", "", "stations[0].products[0].limits[0]", "no pixelsPerMm")]
    [InlineData("id: a, ", "id: a, model: false, ", "stations[0].products[0]", "nothing looks for defects")]
    public void Broken_IsAFaultThatNamesThePlace(string old, string replacement, string path, string told)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        SettingsResult result = ConfigFile.LoadText(Good.Replace(old, replacement, StringComparison.Ordinal));
        SettingsFault fault = Assert.Single(result.Faults, fault => fault.Path == path);
        Assert.Contains(told, fault.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Allowed);
    }

    [Fact]
    public void Template_NotThereYet_IsAdvice()
    {
        SettingsResult result = ConfigFile.LoadText(Good.Replace("id: a, ", "id: a, templates: [nowhere.png], ", StringComparison.Ordinal));
        Assert.True(result.IsValid, result.ToText());
        Assert.Contains(result.Warnings, warning => warning.Path == "stations[0].products[0].templates[0]" && warning.Problem.Contains("fail-safe", StringComparison.Ordinal));
    }
}
