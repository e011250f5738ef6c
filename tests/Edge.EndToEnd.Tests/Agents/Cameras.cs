namespace Edge.EndToEnd.Tests.Agents;

/// <summary>Cameras for <c>edge.yaml</c>, whose truth is known.</summary>
internal static class Cameras
{
    /// <summary>Plays a script as fast as it is judged: each event is one person in the middle, who raises one momentary alert.</summary>
    public static string Script(string id, int events, int seed = 1, string rule = "enters-middle") => $$"""
          - id: {{id}}
            source: synthetic:script?events={{events}}&seed={{seed}}&gap=40&hold=15
            motion: { enabled: false }
            tracking: { keepLost: 1s }
            zones:
              - { id: middle, points: [[0.2, 0.2], [0.8, 0.2], [0.8, 1], [0.2, 1]], anchor: center }
            rules:
              - { id: {{rule}}, when: enters, zone: middle, classes: [person], grace: 1s }
        """;

    /// <summary>A live street that always has somebody in it.</summary>
    public static string Street(string id, string rule = "enters-scene") => $$"""
          - id: {{id}}
            source: synthetic:street?people=4&cars=2&speed=3&width=320&height=180
            motion: { enabled: false }
            zones:
              - { id: scene, points: [[0.1, 0.05], [0.9, 0.05], [0.9, 0.95], [0.1, 0.95]], anchor: center }
            rules:
              - { id: {{rule}}, when: enters, zone: scene }
        """;
}
