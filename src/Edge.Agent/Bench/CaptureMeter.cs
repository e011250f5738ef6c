namespace Edge.Agent.Bench;

/// <summary>What one capture thread costs.</summary>
internal sealed class CaptureMeter
{
    /// <summary>Managed bytes from frame to frame.</summary>
    public AllocationMeter Allocation { get; } = new();

    /// <summary>Reading and decoding, frame by frame.</summary>
    public TimeSamples Times { get; } = new(1 << 16);
}
