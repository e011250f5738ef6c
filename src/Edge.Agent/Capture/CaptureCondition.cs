namespace Edge.Agent.Capture;

/// <summary>What a camera's capture is doing.</summary>
public enum CaptureCondition
{
    /// <summary>Opening the source.</summary>
    Connecting,

    /// <summary>Frames arrive.</summary>
    Streaming,

    /// <summary>Open, but no frame within the stall timeout.</summary>
    Stalled,

    /// <summary>Could not be opened, or broke; waiting to try again.</summary>
    Disconnected,

    /// <summary>A recorded source came to its end and does not loop.</summary>
    Ended,
}
