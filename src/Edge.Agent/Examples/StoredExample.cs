using Edge.Contracts.Evidence;

namespace Edge.Agent.Examples;

/// <summary>The JSON beside the picture of a hard example.</summary>
internal sealed record StoredExample
{
    /// <summary>What the cloud is told of it: time, camera, why, what the model saw, size and hash of the picture.</summary>
    public required PictureAbout About { get; init; }

    /// <summary>How close the closest score is to what decides, 0 or more; 0 for a disagreement.</summary>
    public required float Margin { get; init; }
}
