namespace Edge.Tool;

/// <summary>What the exit status of every command means.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It did not work, for a reason outside the arguments.</summary>
    public const int Failed = 1;

    /// <summary>The arguments, or a file that they name, are wrong.</summary>
    public const int BadInput = 2;
}
