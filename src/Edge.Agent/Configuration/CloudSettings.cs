namespace Edge.Agent.Configuration;

/// <summary>The fleet that the device belongs to, once it is enrolled (<c>edge-agent enroll</c>).</summary>
public sealed record CloudSettings
{
    /// <summary>Whether an enrolled device talks to its cloud. Off, the device is as if it were not enrolled.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Bytes of evidence and hard examples that may be uploaded in 24 hours; 0 uploads none.</summary>
    public long UploadBytesPerDay { get; init; } = 50L << 20;
}
