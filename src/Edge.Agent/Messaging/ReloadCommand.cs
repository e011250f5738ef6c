using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging;

/// <summary><c>command/reload</c>: reads the configuration again.</summary>
public sealed class ReloadCommand(IConfigurationReloader reloader) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "reload";

    /// <inheritdoc/>
    public async Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> faults = await reloader.ReloadAsync(cancellationToken).ConfigureAwait(false);
        return faults.Count == 0
            ? CommandResponse.Done()
            : CommandResponse.Failed(CommandErrorCode.Failed, $"The configuration in force stays: {string.Join("; ", faults)}");
    }
}
