namespace Edge.Agent.Messaging;

/// <summary>Takes pictures on request.</summary>
public interface ISnapshotSource
{
    /// <summary>Ids of the cameras.</summary>
    IReadOnlyCollection<string> Cameras { get; }

    /// <summary>The newest frame of a camera as JPEG, privacy masks burned in; null when it has none now.</summary>
    Task<byte[]?> TakeJpegAsync(string camera, CancellationToken cancellationToken);
}
