namespace Edge.Agent.Updates.Tuf;

/// <summary>What a device keeps of verified metadata, in the very bytes in which it came. Each change is whole or not there, whenever the power fails.</summary>
public interface ITrustedFiles
{
    /// <summary>The metadata of a role; null when there is none.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    byte[]? Read(string role);

    /// <summary>Keeps the metadata of a role in place of what was there; on the disk when this returns.</summary>
    /// <exception cref="IOException">The disk refuses; what was there is still there.</exception>
    void Write(string role, ReadOnlySpan<byte> metadata);

    /// <summary>Forgets the metadata of a role, if there is any; on the disk when this returns.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    void Delete(string role);
}
