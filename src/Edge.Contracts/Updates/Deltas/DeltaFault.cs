namespace Edge.Contracts.Updates.Deltas;

/// <summary>Why a binary delta is refused.</summary>
public enum DeltaFault
{
    /// <summary>It does not begin as VCDIFF, version 0, does.</summary>
    NotVcdiff,

    /// <summary>It needs an extension that this decoder leaves out on purpose: secondary compression, a code table of its own, an application's header, a checksum.</summary>
    Unsupported,

    /// <summary>It ends before what it announced.</summary>
    Truncated,

    /// <summary>It contradicts itself: lengths that don't add up, instructions that don't fill the window, bytes left over.</summary>
    Malformed,

    /// <summary>It reads outside of what it may read: beyond the source, or what is not written yet.</summary>
    OutOfRange,

    /// <summary>A window or the result is larger than allowed.</summary>
    TooLarge,

    /// <summary>The result is not the file that was promised.</summary>
    WrongResult,
}
