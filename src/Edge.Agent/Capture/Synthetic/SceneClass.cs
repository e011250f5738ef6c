namespace Edge.Agent.Capture.Synthetic;

/// <summary>What a drawn object is. The numbers are the class ids of the dataset and of the demo pack's labels.</summary>
internal enum SceneClass
{
    /// <summary>Somebody on foot.</summary>
    Person = 0,

    /// <summary>A car or a van.</summary>
    Car = 1,
}
