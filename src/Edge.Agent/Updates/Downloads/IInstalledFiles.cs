namespace Edge.Agent.Updates.Downloads;

/// <summary>The files that this device has kept from earlier releases, byte for byte as they were published.</summary>
public interface IInstalledFiles
{
    /// <summary>Where the file with this SHA-256 (64 lower-case hexadecimal digits) lies; null when there is none. It stays while an update runs.</summary>
    string? Find(string sha256);
}
