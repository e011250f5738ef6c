namespace Edge.Agent.Configuration;

/// <summary>What the agent does when nobody configured it.</summary>
public static class DefaultSettings
{
    /// <summary>Source of the default camera where none is named: the drawn scene.</summary>
    public const string Source = "synthetic:yard";

    /// <summary>
    /// The configuration without a file, as YAML. Useful on any video: who or what comes into the picture, and what crosses its middle, up or across.
    /// The cool-downs bound it to some two dozen alerts a minute and class, however crowded the scene.
    /// </summary>
    public const string Yaml = $"""
        cameras:
          - id: camera
            source: {Source}
            zones:
              - id: scene
                points: [[0.05, 0.05], [0.95, 0.05], [0.95, 0.95], [0.05, 0.95]]
                anchor: center
            lines:
              - {"{"} id: middle, from: [0.5, 1], to: [0.5, 0] {"}"}
              - {"{"} id: across, from: [0, 0.55], to: [1, 0.55] {"}"}
            rules:
              - {"{"} id: enters-scene, when: enters, zone: scene, coolDown: 10s {"}"}
              - {"{"} id: crosses-middle, when: crosses, line: middle, coolDown: 5s {"}"}
              - {"{"} id: crosses-across, when: crosses, line: across, coolDown: 5s {"}"}

        """;

    /// <summary>The camera of <see cref="Yaml"/>.</summary>
    public static CameraSettings Camera() =>
        SettingsLoader.Load(null, new Dictionary<string, string>(), CommandLineOverrides.None).Settings!.Cameras[0];
}
