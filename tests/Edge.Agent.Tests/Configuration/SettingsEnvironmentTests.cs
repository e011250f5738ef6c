using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

public class SettingsEnvironmentTests
{
    [Fact]
    public void Environment_OverridesTheFile_InAnyCase()
    {
        SettingsResult result = ConfigFile.LoadText(
            ConfigFile.Valid,
            ("EDGE__MQTT__HOST", "::1"),
            ("edge__mqtt__keepalive", "30s"),
            ("EDGE__CAMERAS__0__SOURCE", "v4l2:/dev/video0"),
            ("EDGE__CAMERAS__0__RULES__0__CLASSES", "[car, bus]"),
            ("EDGE__CAMERAS__1__ID", "second"),
            ("EDGE__CAMERAS__1__SOURCE", "synthetic:yard"),
            ("EDGE__MQTT__PASSWORD", "hunter2"),
            ("OTHER", "x"));

        EdgeSettings settings = result.Settings!;
        Assert.Equal("::1", settings.Mqtt.Host);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Mqtt.KeepAlive);
        Assert.Equal("v4l2:/dev/video0", settings.Cameras[0].Source);
        Assert.Equal(["car", "bus"], settings.Cameras[0].Rules[0].Classes);
        Assert.Equal("second", settings.Cameras[1].Id);
        Assert.Equal("hunter2", settings.Mqtt.Password.Reveal());
    }

    [Theory]
    [InlineData("EDGE__MQTT__PORT", "abc", "mqtt.port: \"abc\" is not a number")]
    [InlineData("EDGE__MQTT__HOTS", "x", "did you mean \"host\"?")]
    [InlineData("EDGE__CAMERAS__5__ID", "x", "no index 5; allowed: 0 to 1")]
    [InlineData("EDGE__CAMERAS__0__RULES__0__CLASSES", "[a", "not YAML")]
    [InlineData("EDGE__", "x", "has no setting")]
    [InlineData("EDGE__MQTT__TOKEN", "x", "EDGE__MQTT__PASSWORD")]
    public void Environment_Fault_NamesTheVariable(string name, string value, string said)
    {
        SettingsFault fault = Assert.Single(ConfigFile.LoadText(ConfigFile.Valid, (name, value)).Faults);
        Assert.Equal(name, fault.Location.Origin);
        Assert.Contains(said, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_SameSettingTwice_IsTold() =>
        Assert.Contains("already given by", ConfigFile.LoadText(ConfigFile.Valid, ("EDGE__MQTT__HOST", "a"), ("EDGE__mqtt__host", "b")).ToText(), StringComparison.Ordinal);

    [Fact]
    public void CommandLine_SourceAndModel_ReplaceTheFirstCamerasAndTheModels()
    {
        using var file = new ConfigFile();
        string model = Path.Combine(file.Folder, "m.onnx");
        File.WriteAllText(model, "");
        SettingsResult result = file.Load(overrides: new CommandLineOverrides("rtsp://cam/1", model));
        Assert.Equal("rtsp://cam/1", Assert.Single(result.Settings!.Cameras).Source);
        Assert.Equal(4, result.Settings.Cameras[0].Rules.Count);
        Assert.Equal(model, result.Settings.Model.Path);

        SettingsResult bad = file.Load(overrides: new CommandLineOverrides("ftp://cam/1", "none.onnx"));
        Assert.Equal(["--model", "--source"], bad.Faults.Select(f => f.Location.Origin).Order());
    }
}
