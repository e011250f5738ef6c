namespace Edge.Cloud.Rollouts;

/// <summary>A plan is out of order.</summary>
internal sealed class RolloutRefusedException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    /// <summary>Every fault, with what is allowed.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
