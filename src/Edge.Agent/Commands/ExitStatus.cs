namespace Edge.Agent.Commands;

/// <summary>What the agent's exit status means; 70 is added by the health monitor when restarts do not help.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It did not work, for a reason outside the arguments.</summary>
    public const int Failed = 1;

    /// <summary>The arguments, the configuration or a file that they name are wrong.</summary>
    public const int BadInput = 2;

    /// <summary>A release needs the agent to be started again (EX_TEMPFAIL of sysexits.h); whoever started it does so.</summary>
    public const int StartAgain = 75;
}
