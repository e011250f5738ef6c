namespace Edge.Cloud.Configuration;

/// <summary>Section <c>releases</c>: how releases are kept fresh, and how large they may be.</summary>
public sealed class ReleaseSettings
{
    /// <summary>Folder of the online keys (snapshot, timestamp), made at the first start; every instance needs the same. Empty: <c>release-keys</c> in the data folder.</summary>
    public string KeysPath { get; init; } = "";

    /// <summary>Hours that a timestamp is good for: how long somebody who holds back traffic can keep a device from noticing. Signed anew when half of it is over. Default: 24.</summary>
    public double TimestampHours { get; init; } = 24;

    /// <summary>Days that a snapshot is good for. Signed anew when half of it is over. Default: 14.</summary>
    public double SnapshotDays { get; init; } = 14;

    /// <summary>Largest file of a release, bytes. Default: 4 GiB.</summary>
    public long MaximumTargetBytes { get; init; } = 4L << 30;
}
