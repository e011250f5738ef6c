namespace Edge.Cloud.Rollouts;

/// <summary>What can happen in a rollout, in one word each: names in the API.</summary>
internal static class RolloutEventKinds
{
    public const string Created = "created";
    public const string Opened = "opened";
    public const string Passed = "passed";
    public const string Offered = "offered";
    public const string Installed = "installed";
    public const string Healthy = "healthy";
    public const string Failed = "failed";
    public const string Silent = "silent";
    public const string Late = "late";
    public const string Halted = "halted";
    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string Advanced = "advanced";
    public const string Aborted = "aborted";
    public const string RolledBack = "rolledBack";
    public const string Completed = "completed";
    public const string Attention = "attention";
    public const string Excluded = "excluded";
}
