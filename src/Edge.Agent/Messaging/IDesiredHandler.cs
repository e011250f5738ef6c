using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging;

/// <summary>Makes the device what the cloud wants it to be.</summary>
public interface IDesiredHandler
{
    /// <summary>Checks and applies it. When anything in it is wrong, what was in force stays. An exception becomes a report.</summary>
    /// <returns>Every fault; empty when it is in force.</returns>
    Task<IReadOnlyList<string>> ApplyAsync(DesiredState desired, CancellationToken cancellationToken);
}
