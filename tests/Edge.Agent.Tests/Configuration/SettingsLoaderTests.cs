using Edge.Agent.Configuration;
using Edge.Domain.Rules;

namespace Edge.Agent.Tests.Configuration;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class SettingsLoaderTests
{
    [Fact]
    public void Load_FiveLines_GivesACameraWithARule()
    {
        SettingsResult result = ConfigFile.LoadText("""
            cameras:
              - id: yard
                source: rtsp://user@192.168.1.20/stream1
                rules:
                  - { when: present, classes: [person] }
            """);

        Assert.Equal("", result.ToText());
        CameraSettings camera = Assert.Single(result.Settings!.Cameras);
        Assert.Equal("rtsp://user@192.168.1.20/stream1", camera.Source);
        RuleSettings rule = Assert.Single(camera.Rules);
        Assert.Equal("present-person", rule.Id);
        Assert.Equal(RuleKind.Present, rule.When);
        Assert.Matches("^[A-Za-z0-9_-]+$", result.Settings.Device.Id);
    }

    [Fact]
    public void Load_ValidFile_ReadsTypedValues()
    {
        SettingsResult result = ConfigFile.LoadText(ConfigFile.Valid);

        Assert.Equal("", result.ToText());
        EdgeSettings settings = result.Settings!;
        Assert.Equal(TimeSpan.FromSeconds(20), settings.Mqtt.KeepAlive);
        Assert.Equal(256L << 20, settings.Outbox.BudgetBytes);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Cameras[0].Rules[3].LoiterTime);
        Schedule schedule = settings.Cameras[0].Rules[3].Schedule!;
        Assert.True(schedule.IsArmed(new DateTimeOffset(2026, 6, 1, 21, 0, 0, TimeSpan.Zero)));
        Assert.False(schedule.IsArmed(new DateTimeOffset(2026, 6, 1, 19, 0, 0, TimeSpan.Zero)));
        Assert.Equal(4, settings.Cameras[0].Zones[1].Area.Points.Length);
    }

    [Fact]
    public void Load_NoFile_GivesTheDefaultCameraWithRules()
    {
        SettingsResult result = SettingsLoader.Load(null, new Dictionary<string, string>(), new CommandLineOverrides("clip.mp4", null));

        Assert.Equal("", result.ToText());
        CameraSettings camera = Assert.Single(result.Settings!.Cameras);
        Assert.Equal(Path.GetFullPath("clip.mp4"), camera.Source);
        Assert.Contains(camera.Rules, r => r.When == RuleKind.Enters && r.Zone == "scene");
        Assert.Equal(2, camera.Rules.Count(r => r.When == RuleKind.Crosses));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("synthetic:boards?seed=4")]
    public void Load_NoFileAndBoards_OneRuleForEveryKindOfDefectAnywhereOnABoard(string? source)
    {
        SettingsResult result = SettingsLoader.Load(null, new Dictionary<string, string>(), new CommandLineOverrides(source));

        Assert.Equal("", result.ToText());
        CameraSettings camera = Assert.Single(result.Settings!.Cameras);
        Assert.Equal(source ?? "synthetic:boards", camera.Source);
        RuleSettings rule = Assert.Single(camera.Rules);
        Assert.Equal((RuleKind.Enters, "board"), (rule.When, rule.Zone));
        Assert.Empty(rule.Classes);
    }

    [Theory]
    [InlineData("rtsp://cam/1")]
    [InlineData("synthetic:street")]
    public void Load_NoFileAndAnotherSourceInTheEnvironment_RulesAreThoseForVideo(string source)
    {
        SettingsResult result = SettingsLoader.Load(null, new Dictionary<string, string> { ["EDGE__CAMERAS__0__SOURCE"] = source }, CommandLineOverrides.None);

        Assert.Equal("", result.ToText());
        CameraSettings camera = Assert.Single(result.Settings!.Cameras);
        Assert.Equal(source, camera.Source);
        Assert.Contains(camera.Rules, rule => rule.Id == "enters-scene");
        Assert.Equal(TimeSpan.FromSeconds(2), camera.Tracking.KeepLost);
    }

    [Theory]
    [InlineData("ftp://nowhere", "ftp")]
    [InlineData("synthetic:bords", "street, script, boards")]
    public void Load_NoFileAndAWrongSource_IsAFaultAndNoCrash(string source, string said)
    {
        SettingsResult result = SettingsLoader.Load(null, new Dictionary<string, string>(), new CommandLineOverrides(source));

        Assert.False(result.IsValid);
        Assert.Contains(said, result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TwelveFaultsAtOnce_TellsEachWithItsLine()
    {
        SettingsResult result = ConfigFile.LoadText("""
            devise: { id: a }
            mqtt:
              host: localhost
              port: 99999
              keepAlive: 15
              password: hunter2
            outbox:
              budget: 5 cats
            cameras:
              - id: yard
                source: ftp://host/x
                motion: { enabled: yes }
                zones:
                  - { id: door, points: [[0, 0], [1, 1], [1, 0], [0, 1]] }
                rules:
                  - { id: a, when: present, zone: dor }
                  - { id: a, when: crosses }
                  - { id: c, when: count }
                  - { id: d, when: sings }
              - source: synthetic:street
            """);

        Assert.Null(result.Settings);
        Assert.Equal(
            [
                (1, "devise"), (4, "mqtt.port"), (5, "mqtt.keepAlive"), (6, "mqtt.password"), (8, "outbox.budget"), (11, "cameras[0].source"),
                (12, "cameras[0].motion.enabled"), (14, "cameras[0].zones[0].points"), (16, "cameras[0].rules[0].zone"), (17, "cameras[0].rules[1].id"),
                (17, "cameras[0].rules[1].line"), (18, "cameras[0].rules[2].maximumCount"), (19, "cameras[0].rules[3].when"), (20, "cameras[1].id"),
            ],
            result.Faults.Select(f => (f.Location.Line, f.Path)).OrderBy(f => f.Line).ThenBy(f => f.Path, StringComparer.Ordinal));
        Assert.Contains("edge.yaml:16:", result.ToText(), StringComparison.Ordinal);
        Assert.Contains("cameras[0].rules[0].zone: \"dor\" is not a zone of camera \"yard\"; did you mean \"door\"?; allowed: \"door\"", result.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keepAlive: 20s", "keepAlive: 20", SettingsFaultKind.WrongType, "has no unit")]
    [InlineData("keepAlive: 20s", "keepAlive: 2h", SettingsFaultKind.OutOfRange, "1s to 1h")]
    [InlineData("keepAlive: 20s", "keepAlive: [20s]", SettingsFaultKind.WrongType, "found a list")]
    [InlineData("keepAlive: 20s", "keepAlive:", SettingsFaultKind.WrongType, "has no value")]
    [InlineData("keepAlive: 20s", "keepAliv: 20s", SettingsFaultKind.UnknownKey, "did you mean \"keepAlive\"?")]
    [InlineData("keepAlive: 20s", "host: other", SettingsFaultKind.DuplicateKey, "already written at line 3")]
    [InlineData("keepAlive: 20s", "token: abc", SettingsFaultKind.Secret, "passwordFile")]
    [InlineData("keepAlive: 20s", "port: eighty", SettingsFaultKind.WrongType, "is not a number")]
    [InlineData("keepAlive: 20s", "port: 1.5", SettingsFaultKind.OutOfRange, "not a whole number")]
    [InlineData("keepAlive: 20s", "port: \"1883\"", SettingsFaultKind.WrongType, "without quotes")]
    [InlineData("keepAlive: 20s", "port: 0", SettingsFaultKind.OutOfRange, "1 to 65535")]
    [InlineData("keepAlive: 20s", "frigateEvents: on", SettingsFaultKind.WrongType, "did you mean \"true\"?")]
    [InlineData("keepAlive: 20s", "receipt: brokr", SettingsFaultKind.OutOfRange, "did you mean \"broker\"?")]
    [InlineData("keepAlive: 20s", "tls:", SettingsFaultKind.WrongType, "write {}")]
    [InlineData("keepAlive: 20s", "tls: { keyFile: edge.yaml }", SettingsFaultKind.Contradiction, "a key without its certificate")]
    [InlineData("keepAlive: 20s", "tls: { caFile: none.pem }", SettingsFaultKind.UnknownReference, "there is no file \"none.pem\"")]
    [InlineData("keepAlive: 20s", "passwordFile: none", SettingsFaultKind.Secret, "does not exist")]
    [InlineData("host: localhost", "host: mqtt://broker", SettingsFaultKind.OutOfRange, "without \"mqtt://\"")]
    [InlineData("id: unit-1", "id: my unit", SettingsFaultKind.OutOfRange, "letters, digits")]
    [InlineData("budget: 256MiB", "budget: 256", SettingsFaultKind.WrongType, "has no unit")]
    [InlineData("budget: 256MiB", "budget: 1KiB", SettingsFaultKind.OutOfRange, "1MiB to 1TiB")]
    [InlineData("synthetic:street", "rtps://cam/1", SettingsFaultKind.OutOfRange, "did you mean \"rtsp\"?")]
    [InlineData("synthetic:street", "rtsp:///nohost", SettingsFaultKind.OutOfRange, "URL with a host")]
    [InlineData("synthetic:street", "rtsp://u:${env:NOT_SET}@cam/1", SettingsFaultKind.Secret, "environment variable of ${env:NOT_SET} is not set")]
    [InlineData("synthetic:street", "rtsp://u:${file:none}@cam/1", SettingsFaultKind.Secret, "does not exist")]
    [InlineData("synthetic:street", "rtsp://u:${vault:x}@cam/1", SettingsFaultKind.Secret, "only ${env:NAME}")]
    [InlineData("[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]", "[[0.1, 0.1], [0.9, 0.1]]", SettingsFaultKind.OutOfRange, "has 2 points")]
    [InlineData("[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]", "[[0.1, 0.1], [1.9, 0.1], [0.9, 0.9]]", SettingsFaultKind.OutOfRange, "points[1][0]: \"1.9\" is out of range")]
    [InlineData("[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]", "[[0.1, 0.1], [0.9], [0.9, 0.9]]", SettingsFaultKind.WrongType, "found 1 numbers")]
    [InlineData("[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]", "[[0, 0], [1, 1], [0.5, 0.5]]", SettingsFaultKind.OutOfRange, "almost no area")]
    [InlineData("[[0, 0.5], [1, 0.5], [1, 1], [0, 1]]", "[[0, 0], [1, 1], [1, 0], [0, 1]]", SettingsFaultKind.OutOfRange, "crosses itself")]
    [InlineData("from: [0, 0.5]", "from: [1, 0.5]", SettingsFaultKind.OutOfRange, "the same point")]
    [InlineData("zone: door", "zone: gate", SettingsFaultKind.UnknownReference, "(it is a line); allowed: \"door\", \"drive\"")]
    [InlineData("line: gate", "line: gat", SettingsFaultKind.UnknownReference, "did you mean \"gate\"?")]
    [InlineData("line: gate, direction", "direction", SettingsFaultKind.Missing, "needs a line; allowed: \"gate\"")]
    [InlineData("line: gate,", "line: gate, zone: door,", SettingsFaultKind.Contradiction, "kind crosses has no zone")]
    [InlineData(", maximumCount: 3", "", SettingsFaultKind.Missing, "needs a limit")]
    [InlineData("maximumCount: 3", "maximumCount: 3, minimumCount: 4", SettingsFaultKind.Contradiction, "4 is more than maximumCount 3")]
    [InlineData("id: r2", "id: door", SettingsFaultKind.DuplicateId, "already the id of zones[0]")]
    [InlineData("classes: [person]", "classes: [person, Person]", SettingsFaultKind.DuplicateId, "listed twice")]
    [InlineData("classes: [person]", "classes: person", SettingsFaultKind.WrongType, "in brackets")]
    [InlineData("classes: [person]", "classes: [person], minimumScoreByClass: { car: 0.5 }", SettingsFaultKind.Contradiction, "not one of the rule's classes")]
    [InlineData("timeZone: Europe/Berlin", "timeZone: Europe/Berlni", SettingsFaultKind.OutOfRange, "did you mean \"Europe/Berlin\"?")]
    [InlineData("from: \"22:00\"", "from: \"25:00\"", SettingsFaultKind.OutOfRange, "time of day")]
    [InlineData("days: [mon, tue]", "days: [monday]", SettingsFaultKind.OutOfRange, "\"mon\", \"tue\"")]
    [InlineData("days: [mon, tue]", "days: []", SettingsFaultKind.OutOfRange, "found a list of 0")]
    [InlineData("    zones:", "    tracking: { lowScore: 0.9 }\n    zones:", SettingsFaultKind.Contradiction, "0.9 is above highScore 0.5")]
    [InlineData("    zones:", "    capture: { reconnectMinimum: 2m }\n    zones:", SettingsFaultKind.Contradiction, "longer than reconnectMaximum 1m")]
    [InlineData("    zones:", "    capture: { width: 640 }\n    zones:", SettingsFaultKind.Contradiction, "without the other one")]
    [InlineData("device:", "model: { path: none.onnx }\ndevice:", SettingsFaultKind.UnknownReference, "there is no file \"none.onnx\"")]
    [InlineData("device:", "model: { decoder: yolox }\ndevice:", SettingsFaultKind.Contradiction, "a pack names its own decoder")]
    [InlineData("device:", "model: { providers: [cpu, cpu] }\ndevice:", SettingsFaultKind.Contradiction, "twice")]
    [InlineData("keepAlive: 20s", "\tkeepAlive: 20s", SettingsFaultKind.Syntax, "indented with a tab")]
    [InlineData("keepAlive: 20s", "keepAlive: [20s", SettingsFaultKind.Syntax, "not YAML")]
    [InlineData("keepAlive: 20s", "keepAlive: *nobody", SettingsFaultKind.Syntax, "names no anchor")]
    [InlineData("keepAlive: 20s", "keepAlive: !!str 20s", SettingsFaultKind.Syntax, "tag")]
    [InlineData("outbox:", "---\noutbox:", SettingsFaultKind.Syntax, "second document")]
    [InlineData("keepAlive: 20s", "keepAlive: \u0007", SettingsFaultKind.Syntax, "U+0007")]
    public void Load_OneFault_IsToldWithKindAndWhatIsAllowed(string old, string replacement, SettingsFaultKind kind, string said)
    {
        SettingsResult result = ConfigFile.LoadBroken(old, replacement);

        Assert.Null(result.Settings);
        Assert.Contains(result.Faults, f => f.Kind == kind && f.ToString().Contains(said, StringComparison.Ordinal) && f.Location.Line > 0);
    }

    [Fact]
    public void Load_SecondCameraWithTheSameId_IsTold()
    {
        SettingsResult result = ConfigFile.LoadText("cameras: [ { id: a, source: synthetic:street }, { id: A, source: synthetic:street } ]");
        Assert.Equal(SettingsFaultKind.DuplicateId, Assert.Single(result.Faults).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cameras: []")]
    [InlineData("# nothing\n")]
    public void Load_NoCameras_IsTold(string text) =>
        Assert.Contains("no camera is given", ConfigFile.LoadText(text).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Load_NoSuchFileOrFolder_IsTold()
    {
        using var file = new ConfigFile();
        Dictionary<string, string> none = [];
        Assert.Contains("no such file", SettingsLoader.Load(file.Path + "x", none, CommandLineOverrides.None).ToText(), StringComparison.Ordinal);
        Assert.Contains("is a folder", SettingsLoader.Load(file.Folder, none, CommandLineOverrides.None).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotUtf8OrTooLarge_IsTold()
    {
        using var file = new ConfigFile();
        File.WriteAllBytes(file.Path, [.. "device:\n  id: M"u8, 0xFC, .. "ller\n"u8]);
        SettingsFault fault = Assert.Single(file.Load().Faults);
        Assert.Contains("not UTF-8", fault.Problem, StringComparison.Ordinal);
        Assert.Equal(2, fault.Location.Line);

        File.WriteAllText(file.Path, new string('#', 2 << 20));
        Assert.Contains("too large", file.Load().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AliasBomb_IsRefusedQuickly()
    {
        string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; i++)
            text += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        Assert.Contains("aliases counted", ConfigFile.LoadText(text).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeepNesting_IsRefused() =>
        Assert.Contains("nested deeper", ConfigFile.LoadText("a: " + new string('[', 100_000)).ToText(), StringComparison.Ordinal);

    [Fact]
    public void Load_AnchorsAndMerge_AreUnderstood()
    {
        SettingsResult result = ConfigFile.LoadText("""
            cameras:
              - { id: a, source: synthetic:street, rules: &rules [ { when: present } ], motion: &m { threshold: 20 } }
              - { id: b, source: synthetic:street, rules: *rules, motion: { <<: *m, enabled: false } }
            """);
        Assert.Equal("", result.ToText());
        Assert.Equal(20, result.Settings!.Cameras[1].Motion.Threshold);
        Assert.False(result.Settings.Cameras[1].Motion.Enabled);
        Assert.Equal("present-1", result.Settings.Cameras[1].Rules[0].Id);
    }

    [Fact]
    public void Load_RulesWithoutIds_GetStableNames()
    {
        SettingsResult result = ConfigFile.LoadText(ConfigFile.Valid.Replace("id: r1, ", "", StringComparison.Ordinal).Replace("id: r2, ", "", StringComparison.Ordinal));
        Assert.Equal(["present-door-person", "crosses-gate", "r3", "r4"], result.Settings!.Cameras[0].Rules.Select(r => r.Id));
    }

    [Fact]
    public void Load_RelativePaths_AreOfTheFilesFolder()
    {
        using var file = new ConfigFile("cameras: [ { id: a, source: 'file:clips/a.mp4', rules: [ { when: present } ] } ]");
        EdgeSettings settings = file.Load().Settings!;
        Assert.Equal($"file:{file.Folder}/clips/a.mp4", settings.Cameras[0].Source);
        Assert.Equal(Path.Combine(file.Folder, "data"), settings.Device.DataPath);
    }

    [Fact]
    public void Load_SecretReferences_AreFilledInAndEscaped()
    {
        using var file = new ConfigFile("cameras: [ { id: a, source: 'rtsp://u:${file:pw}@cam/1', rules: [ { when: present } ] }, { id: b, source: '${env:URL}', rules: [ { when: present } ] } ]");
        string secret = Path.Combine(file.Folder, "pw");
        File.WriteAllText(secret, "p@ss/w#rd\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        SettingsResult result = file.Load(new Dictionary<string, string> { ["URL"] = "http://u:p@cam/mjpeg" });

        Assert.Equal("rtsp://u:p%40ss%2Fw%23rd@cam/1", result.Settings!.Cameras[0].Source);
        Assert.Equal("http://u:p@cam/mjpeg", result.Settings.Cameras[1].Source);
        Assert.Contains(result.Warnings, w => w.Problem.Contains("every user", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_TlsWithoutPort_Uses8883()
    {
        Assert.Equal(8883, ConfigFile.LoadBroken("keepAlive: 20s", "tls: {}").Settings!.Mqtt.Port);
        Assert.Equal(1884, ConfigFile.LoadBroken("keepAlive: 20s", "tls: {}\n  port: 1884").Settings!.Mqtt.Port);
    }
}
