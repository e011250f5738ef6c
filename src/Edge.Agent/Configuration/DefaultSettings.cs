using Edge.Agent.Capture;

namespace Edge.Agent.Configuration;

/// <summary>What the agent does when nobody configured it.</summary>
public static class DefaultSettings
{
    /// <summary>Source of the default camera where none is named: the drawn line of circuit boards.</summary>
    public const string Source = "synthetic:boards";

    /// <summary>
    /// The configuration without a file, as YAML: one alert for each kind of defect on each board. A track ends with its board, whose successor
    /// comes within half a second; the cool-down, shorter than that, joins what a board has twice. Two inferences are enough to believe a defect:
    /// nothing keeps its place while the line moves, and a slow machine gets few of a board.
    /// </summary>
    public const string Yaml = $"""
        cameras:
          - id: camera
            source: {Source}
            tracking:
              keepLost: 300ms
              confirmHits: 2
            zones:
              - id: board
                points: [[0, 0], [1, 0], [1, 1], [0, 1]]
                anchor: center
            rules:
              - {"{"} id: defect, when: enters, zone: board, minimumScore: 0.5, holdFrames: 2, grace: 300ms, coolDown: 1s {"}"}

        """;

    /// <summary>
    /// The same for every other source that the command line or the environment names. Useful on any video: who or what comes into the picture,
    /// and what crosses its middle, up or across. The cool-downs bound it to some two dozen alerts a minute and class, however crowded the scene.
    /// </summary>
    public const string VideoYaml = """
        cameras:
          - id: camera
            source: synthetic:street
            zones:
              - id: scene
                points: [[0.05, 0.05], [0.95, 0.05], [0.95, 0.95], [0.05, 0.95]]
                anchor: center
            lines:
              - { id: middle, from: [0.5, 1], to: [0.5, 0] }
              - { id: across, from: [0, 0.55], to: [1, 0.55] }
            rules:
              - { id: enters-scene, when: enters, zone: scene, coolDown: 10s }
              - { id: crosses-middle, when: crosses, line: middle, coolDown: 5s }
              - { id: crosses-across, when: crosses, line: across, coolDown: 5s }

        """;

    /// <summary>The configuration without a file.</summary>
    /// <param name="source">The source that will replace the default camera's; null where none is named.</param>
    public static string YamlFor(string? source) => SuitsBoards(source) ? Yaml : VideoYaml;

    /// <summary>The default camera.</summary>
    /// <param name="source">The source that will replace its own; null where none is named.</param>
    public static CameraSettings Camera(string? source)
    {
        var overrides = new CommandLineOverrides(SuitsBoards(source) ? null : "synthetic:street");
        return SettingsLoader.Load(null, new Dictionary<string, string>(), overrides).Settings!.Cameras[0];
    }

    private static bool SuitsBoards(string? source) =>
        source is null || (SourceUri.TryParse(source, out SourceUri? uri, out _) && uri.Scene == "boards");
}
