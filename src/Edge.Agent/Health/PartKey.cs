namespace Edge.Agent.Health;

/// <summary>One watched part.</summary>
/// <param name="Part">Its kind.</param>
/// <param name="Name">Unique within its kind: the camera's id, or a word such as <c>outbox</c>.</param>
public readonly record struct PartKey(HealthPart Part, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Part switch
    {
        HealthPart.Capture => $"capture of camera '{Name}'",
        HealthPart.Detector => $"detector of camera '{Name}'",
        HealthPart.Outbox => "outbox",
        _ => "publisher",
    };
}
