using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

/// <summary>A configuration file in a folder of its own, deleted after.</summary>
public sealed class ConfigFile : IDisposable
{
    /// <summary>A good configuration with one of everything that tests break.</summary>
    public const string Valid = """
        device: { id: unit-1, site: lab }
        mqtt:
          host: localhost
          keepAlive: 20s
        cameras:
          - id: yard
            source: synthetic:yard
            zones:
              - { id: door, points: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]] }
              - { id: drive, points: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
            lines:
              - { id: gate, from: [0, 0.5], to: [1, 0.5] }
            rules:
              - { id: r1, when: present, zone: door, classes: [person] }
              - { id: r2, when: crosses, line: gate, direction: leftToRight }
              - { id: r3, when: count, zone: drive, maximumCount: 3 }
              - id: r4
                when: loiters
                loiterTime: 1m30s
                schedule: { timeZone: Europe/Berlin, windows: [ { days: [mon, tue], from: "22:00", to: "06:00" } ] }
        outbox: { budget: 256MiB }

        """;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    public ConfigFile(string text = Valid)
    {
        Folder = Directory.CreateTempSubdirectory("edge-config-").FullName;
        Path = System.IO.Path.Combine(Folder, "edge.yaml");
        File.WriteAllText(Path, text);
    }

    public string Folder { get; }

    public string Path { get; }

    public static string RepositoryRoot
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(System.IO.Path.Combine(folder, "Edge.sln")))
                folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Edge.sln above the tests");
            return folder;
        }
    }

    public SettingsResult Load(IReadOnlyDictionary<string, string>? environment = null, CommandLineOverrides? overrides = null) =>
        SettingsLoader.Load(Path, environment ?? NoEnvironment, overrides ?? CommandLineOverrides.None);

    public static SettingsResult LoadText(string text, params (string Name, string Value)[] environment)
    {
        using var file = new ConfigFile(text);
        return file.Load(environment.ToDictionary(e => e.Name, e => e.Value));
    }

    /// <summary>The valid file with one text replaced.</summary>
    public static SettingsResult LoadBroken(string old, string replacement)
    {
        Assert.Contains(old, Valid, StringComparison.Ordinal);
        return LoadText(Valid.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
