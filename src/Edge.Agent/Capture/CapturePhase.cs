namespace Edge.Agent.Capture;

/// <summary>What a capture thread is in the middle of.</summary>
internal enum CapturePhase
{
    /// <summary>Nothing that can hang.</summary>
    Idle,

    /// <summary>Inside the opening of a source.</summary>
    Opening,

    /// <summary>Inside a read.</summary>
    Reading,

    /// <summary>Handing a frame over, waiting for room or for a frame's time.</summary>
    Delivering,

    /// <summary>Given up: a native call did not come back. What it brings, if it ever does, is thrown away.</summary>
    Abandoned,
}
