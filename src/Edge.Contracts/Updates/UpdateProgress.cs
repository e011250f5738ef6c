namespace Edge.Contracts.Updates;

/// <summary>How the wanted release of one kind fares on a device.</summary>
public sealed record UpdateProgress
{
    /// <summary>Path of the TUF target that is wanted.</summary>
    public required string Target { get; init; }

    /// <summary>The rollout that wants it; empty for none (a USB stick).</summary>
    public string Rollout { get; init => field = value ?? ""; } = ""; // Generated readers set what is absent to null; so below.

    /// <summary>Where it stands.</summary>
    public required UpdatePhase Phase { get; init; }

    /// <summary>What has become of it.</summary>
    public required UpdateOutcome Outcome { get; init; }

    /// <summary>Name of the fault that refused it or took it back, such as <c>rollbackAttack</c> or <c>replayBudget</c>; empty for none.</summary>
    public string Fault { get; init => field = value ?? ""; } = "";

    /// <summary>Why, for people; empty for none.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>How often it was tried; 1 or more once it began.</summary>
    public int Attempts { get; init; }

    /// <summary>Bytes of the download that are there; null where it does not run.</summary>
    public long? DownloadedBytes { get; init; }

    /// <summary>Bytes of the whole download; null where it does not run.</summary>
    public long? DownloadBytes { get; init; }

    /// <summary>Share of stored verdicts that the candidate changed in the replay, 0 to 1; null before it, and where there was none.</summary>
    public double? ReplayChangedFraction { get; init; }

    /// <summary>The shadow run; null before it, and where there was none.</summary>
    public ShadowFigures? Shadow { get; init; }
}
