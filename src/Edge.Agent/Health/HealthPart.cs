namespace Edge.Agent.Health;

/// <summary>The kinds of parts that are watched and can be restarted by themselves.</summary>
public enum HealthPart
{
    /// <summary>The loop that reads one camera and opens it again. Named by the camera.</summary>
    Capture,

    /// <summary>The pipeline of one camera with its detector. Named by the camera.</summary>
    Detector,

    /// <summary>The thread that commits to the outbox.</summary>
    Outbox,

    /// <summary>The loop that publishes what the outbox holds.</summary>
    Publisher,
}
