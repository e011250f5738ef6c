namespace Edge.Testing.Tuf;

/// <summary>How a server serves one file.</summary>
public enum TufServing
{
    /// <summary>As it is.</summary>
    Honest,

    /// <summary>Bytes without end, and no length announced.</summary>
    Endless,

    /// <summary>A byte, a pause, a byte.</summary>
    Dripping,

    /// <summary>The head, and then nothing.</summary>
    Silent,

    /// <summary>Half of it, and the connection is closed.</summary>
    Cut,

    /// <summary>Status 500.</summary>
    Broken,
}
