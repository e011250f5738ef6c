namespace Edge.Contracts.Updates.Deltas;

/// <summary>What a delta may ask of the device that applies it.</summary>
/// <param name="ResultBytes">Length that the result must have, exactly: from signed metadata.</param>
/// <param name="WindowBytes">Largest window of the result, bytes: it is held in memory, and its instructions and data may take as much again.</param>
public sealed record VcdiffLimits(long ResultBytes, int WindowBytes = VcdiffLimits.DefaultWindowBytes)
{
    /// <summary>16 MiB: xdelta3 makes windows of 8 MiB unless told otherwise.</summary>
    public const int DefaultWindowBytes = 16 << 20;
}
