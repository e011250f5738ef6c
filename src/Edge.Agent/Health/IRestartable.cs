namespace Edge.Agent.Health;

/// <summary>A part that can be started afresh without ending the process.</summary>
public interface IRestartable
{
    /// <summary>
    /// Drops what hangs and starts afresh. It may leave a hanging native call behind, but must not wait for it:
    /// a restart that takes longer than <see cref="HealthMonitor.RestartTimeout"/> has failed.
    /// Thrown exceptions are logged; the attempt counts against the limit either way.
    /// </summary>
    /// <param name="reason">Why, for the part's own log.</param>
    /// <param name="cancellationToken">The process ends.</param>
    Task RestartAsync(string reason, CancellationToken cancellationToken);
}
