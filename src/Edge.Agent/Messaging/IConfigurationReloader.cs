namespace Edge.Agent.Messaging;

/// <summary>Reads the configuration again.</summary>
public interface IConfigurationReloader
{
    /// <summary>Reads and applies it. When anything in it is wrong, what was in force stays.</summary>
    /// <returns>Every fault; empty when it is applied.</returns>
    Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken);
}
