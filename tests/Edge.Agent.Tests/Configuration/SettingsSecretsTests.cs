using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

/// <summary>A marker is put wherever a secret may stand, right or wrong; nothing that is printed may hold it.</summary>
public class SettingsSecretsTests
{
    private const string Marker = "MARKERxyzzy";

    public static TheoryData<string, string> Places() => new()
    {
        { "keepAlive: 20s", $"password: {Marker}" },
        { "keepAlive: 20s", $"passwd: {Marker}" },
        { "keepAlive: 20s", $"passwordFile: {Marker}" },
        { "keepAlive: 20s", $"username: [{Marker}]" },
        { "keepAlive: 20s", $"psswrd: {Marker}" },
        { "host: localhost", $"host: mqtt://me:{Marker}@broker" },
        { "synthetic:yard", $"rtsp://me:{Marker}@cam/1" },
        { "synthetic:yard", $"rtsp://me:{Marker}@" },
        { "synthetic:yard", $"rtps://me:{Marker}@cam/1" },
        { "synthetic:yard", $"http://cam/?password={Marker}" },
        { "synthetic:yard", $"[\"rtsp://me:{Marker}@cam/1\"]" },
        { "synthetic:yard", $"\"rtsp://me:a b@{Marker}@cam/1\"" },
        { "synthetic:yard", $"rtsp://u:${{env:SECRET}}@cam/1" },
        { "synthetic:yard", $"rtsp://u:${{file:secret}}@cam/1" },
        { "synthetic:yard", $"ftp://u:${{env:SECRET}}@cam/1" },
        { "synthetic:yard", $"\"rtsp://me:{Marker}@cam/1" },
        { "budget: 256MiB", $"budget: http://me:{Marker}@x" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Secret_Anywhere_IsNeverPrinted(string old, string replacement)
    {
        using var file = new ConfigFile(ConfigFile.Valid.Replace(old, replacement, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(file.Folder, "secret"), Marker);
        SettingsResult result = file.Load(new Dictionary<string, string>
        {
            ["SECRET"] = Marker,
            ["EDGE__MQTT__PASSWORD"] = Marker,
            ["EDGE__MQTT__TOKEN_X"] = Marker,
        });
        SettingsResult good = file.Load(new Dictionary<string, string> { ["SECRET"] = Marker, ["EDGE__MQTT__PASSWORD"] = Marker });

        var printed = new StringWriter();
        foreach (SettingsResult r in (SettingsResult[])[result, good])
        {
            printed.WriteLine(r.ToText());
            printed.WriteLine(r.ToJson());
            printed.WriteLine(string.Join('\n', r.Faults));
            if (r.Settings is not { } settings)
                continue;
            printed.WriteLine(settings);
            printed.WriteLine(settings.Mqtt);
            foreach (CameraSettings camera in settings.Cameras)
                printed.WriteLine(camera);
        }

        Assert.DoesNotContain(Marker, printed.ToString(), StringComparison.Ordinal);
    }
}
