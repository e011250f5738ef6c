namespace Edge.Agent.Updates;

/// <summary>How the device is, for the probation of a release. Thread safe.</summary>
public interface IDeviceCondition
{
    /// <summary>Whether the broker answers.</summary>
    bool IsBrokerConnected { get; }

    /// <summary>What is out of order, for people, in words that stay the same while it is; empty while nothing is.</summary>
    IReadOnlyList<string> Faults { get; }
}
